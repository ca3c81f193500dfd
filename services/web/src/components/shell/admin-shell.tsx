import { Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { AccountMenu } from "./account-menu";
import { Frame } from "./frame";
import { NavLinks } from "./nav-links";
import classes from "./shell.module.css";

/** The administrator's places. */
export function AdminShell() {
  const { t } = useTranslation();
  const links = [
    { to: "/admin/students", label: t("admin.students") },
    { to: "/admin/retakes", label: t("admin.retakes") },
    { to: "/admin/items", label: t("admin.items") },
    { to: "/admin/dead-letters", label: t("admin.deadLetters") },
    { to: "/admin/system", label: t("admin.system") },
  ];
  const bar = (
    <div className={classes.menus}>
      <NavLinks links={links} />
      <AccountMenu />
    </div>
  );
  return (
    <Frame bar={bar}>
      <Outlet />
    </Frame>
  );
}
