import { Menu, useMantineColorScheme } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Me } from "@/api/queries";
import { logOut } from "@/api/session";

import { MenuButton } from "./menu-button";
import type { NavLink } from "./nav-links";

/** Within the bar it hangs on, so that it belongs to a landmark; the first item takes the focus. */
const HANGING = {
  position: "bottom-end",
  withinPortal: false,
  withInitialFocusPlaceholder: false,
} as const;

interface OpenedProps {
  /** Somebody asked before the menu was there: it opens as it comes. */
  isAsked: boolean;
  label: ReactNode;
}

/** Who is logged in, their other places, light or dark, settings and the way out. */
export function AccountMenuList({ me, isAsked, label }: OpenedProps & { me: Me }) {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useMutation({ mutationFn: () => logOut() });
  return (
    <Menu {...HANGING} width={260} defaultOpened={isAsked}>
      <Menu.Target>
        <MenuButton>{label}</MenuButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.user.email}</Menu.Label>
        {[me.next, ...me.doors].map((door) => (
          <Menu.Item key={door.url} component={Link} to={door.url} h={44}>
            {t(`door.${door.step === "role_home" ? door.reason : door.step}`)}
          </Menu.Item>
        ))}
        <Menu.Item component={Link} to="/settings" h={44}>
          {t("settings")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("appearance")}</Menu.Label>
        {(["light", "dark", "auto"] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            h={44}
            rightSection={colorScheme === scheme ? <span aria-hidden="true">✓</span> : null}
            closeMenuOnClick={false}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`scheme.${scheme}`)}
            {colorScheme === scheme && <span className="visually-hidden">, {t("chosen")}</span>}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          h={44}
          closeMenuOnClick={false}
          onClick={() => leave.mutate()}
          disabled={leave.isPending}
        >
          {leave.isError ? t("logOutFailed") : t("logOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The main navigation where there is no room for a row. */
export function NavMenuList({
  links,
  isAsked,
  label,
}: OpenedProps & { links: readonly NavLink[] }) {
  return (
    <Menu {...HANGING} width={240} defaultOpened={isAsked}>
      <Menu.Target>
        <MenuButton>{label}</MenuButton>
      </Menu.Target>
      <Menu.Dropdown>
        {links.map(({ to, label }) => (
          <Menu.Item key={to} component={Link} to={to} h={44}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
