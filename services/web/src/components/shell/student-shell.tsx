import { useQuery } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { meQuery } from "@/api/queries";

import { AccountMenu } from "./account-menu";
import type { Step } from "./context";
import { Frame } from "./frame";
import { NavLinks, type NavLink } from "./nav-links";
import classes from "./shell.module.css";

const PLACES: readonly { to: string; label: string; steps: readonly Step[] }[] = [
  { to: "/profiling", label: "profiling", steps: ["profiling"] },
  { to: "/dashboard", label: "dashboard", steps: ["dashboard"] },
  { to: "/result", label: "result", steps: ["foundations", "dashboard"] },
  { to: "/foundations", label: "foundations", steps: ["foundations", "dashboard"] },
  { to: "/portfolio", label: "portfolio", steps: ["dashboard"] },
];

/** The learner's places: only those that are open at their step. */
export function StudentShell() {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  const links: NavLink[] = PLACES.filter((place) => me && place.steps.includes(me.next.step)).map(
    ({ to, label }) => ({ to, label: t(`place.${label}`) }),
  );
  const bar = (
    <div className={classes.menus}>
      {links.length > 1 && <NavLinks links={links} />}
      <AccountMenu />
    </div>
  );
  return (
    <Frame bar={bar}>
      <Outlet />
    </Frame>
  );
}
