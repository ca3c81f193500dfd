import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import classes from "./result-links.module.css";

const PLACES = [
  { to: "/result", name: "result" },
  { to: "/result/blueprint", name: "blueprint" },
  { to: "/result/comparison", name: "comparison" },
  { to: "/result/retake", name: "retake" },
] as const;

/** The pages about one result. */
export function ResultLinks() {
  const { t } = useTranslation("result");
  return (
    <nav aria-label={t("links.label")} className={`${classes.nav} no-print`}>
      {PLACES.map(({ to, name }) => (
        <Link key={to} to={to} activeOptions={{ exact: true }} className={classes.link}>
          {t(`links.${name}`)}
        </Link>
      ))}
    </nav>
  );
}
