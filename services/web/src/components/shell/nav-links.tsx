import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { LazyMenu } from "./lazy-menu";
import classes from "./shell.module.css";

export interface NavLink {
  to: string;
  label: string;
  /** Only this address counts as being there, not what lies below it. */
  exact?: boolean;
}

/** The main navigation: in a row where there is room, behind one button where there is none. */
export function NavLinks({ links }: { links: readonly NavLink[] }) {
  const { t } = useTranslation();
  return (
    <>
      <nav aria-label={t("mainNavigation")} className={classes.wide}>
        <ul className={classes.links}>
          {links.map(({ to, label, exact }) => (
            <li key={to}>
              <Link to={to} className={classes.link} activeOptions={{ exact: exact ?? false }}>
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className={classes.narrow}>
        <NavMenu links={links} />
      </div>
    </>
  );
}

function NavMenu({ links }: { links: readonly NavLink[] }) {
  const { t } = useTranslation();
  return (
    <LazyMenu label={t("menu")}>
      {({ NavMenuList }, isAsked) => (
        <NavMenuList links={links} isAsked={isAsked} label={t("menu")} />
      )}
    </LazyMenu>
  );
}
