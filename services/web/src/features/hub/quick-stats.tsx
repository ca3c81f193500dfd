import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import classes from "./hub.module.css";
import { overviewQuery } from "./queries";
import "./strings";

/** Counts of what exists, each a way to it. Left out while they cannot be loaded. */
export function QuickStats() {
  const { t } = useTranslation("hub");
  const { data: overview } = useQuery(overviewQuery);
  if (!overview) return null;
  const { modules_done: done, modules_total: total, portfolio_items: items } = overview.quick_stats;
  return (
    <div className={classes.stats}>
      <Link to="/foundations" className={classes.stat}>
        <strong>{t("stats.of", { done, total })}</strong>
        <Text component="span" size="sm" c="dimmed">
          {t("stats.modules")}
        </Text>
      </Link>
      <Link to="/portfolio" className={classes.stat}>
        <strong>{items}</strong>
        <Text component="span" size="sm" c="dimmed">
          {t("stats.portfolio", { count: items })}
        </Text>
      </Link>
    </div>
  );
}
