import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { i18next } from "@/lib/i18n";

import type { Ability } from "../model/result-view";
import classes from "./ability-band.module.css";

/** A score from 0 to 100 as a point within the range in which it most likely lies. */
export function AbilityBand({ ability }: { ability: Ability }) {
  const { t } = useTranslation("result");
  const number = new Intl.NumberFormat(i18next.language, { maximumFractionDigits: 0 });
  const { score, from, to, items } = ability;
  return (
    <div>
      <Text>
        {t("ability.words", {
          score: number.format(score),
          from: number.format(from),
          to: number.format(to),
        })}
      </Text>
      <div className={classes.scale} aria-hidden="true">
        <span className={classes.band} style={{ left: `${from}%`, width: `${to - from}%` }} />
        <span className={classes.point} style={{ left: `${score}%` }} />
      </div>
      <div className={classes.ends} aria-hidden="true">
        <span>0</span>
        <span>100</span>
      </div>
      {items !== null && (
        <Text size="sm" c="dimmed">
          {t("ability.basis", { count: items })}
        </Text>
      )}
    </div>
  );
}
