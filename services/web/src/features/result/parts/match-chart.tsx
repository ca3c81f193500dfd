import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { formatPercent } from "@/lib/format";

import { listShares, type TrackResult } from "../model/result-view";
import classes from "./match-chart.module.css";

/** The five shares as bars, each with its name, its number and its answers in words. */
export function MatchChart({ track }: { track: TrackResult }) {
  const { t } = useTranslation("result");
  return (
    <ol className={classes.chart} aria-label={t("match.label")}>
      {listShares(track).map(({ track: name, percent, answers }) => (
        <li key={name} className={classes.row}>
          <span className={classes.name}>
            <span className={classes.mark} data-track={name} aria-hidden="true" />
            {t(`common:track.${name}`)}
          </span>
          <span className={classes.percent}>{formatPercent(percent)}</span>
          <span className={classes.track} aria-hidden="true">
            <span className={classes.bar} data-track={name} style={{ width: `${percent}%` }} />
          </span>
          <Text component="span" size="sm" c="dimmed" className={classes.answers}>
            {t("match.answers", { count: answers })}
          </Text>
        </li>
      ))}
    </ol>
  );
}
