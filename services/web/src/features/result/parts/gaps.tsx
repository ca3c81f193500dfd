import { Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";
import { i18next } from "@/lib/i18n";

import { part, sortGaps, type Result, type SkillGap } from "../model/result-view";
import { Evidence } from "./evidence";
import classes from "./gaps.module.css";
import lists from "./lists.module.css";
import { Unknown } from "./unknown";

const SHOWN_AT_ONCE = 5;
const SCALE = 4;

/** Skills of the track: what the answers show beside what the level needs. */
export function Gaps({ result }: { result: Result }) {
  const { t } = useTranslation("result");
  const { value, reason } = part<SkillGap[]>(result, "gaps");
  const gaps = sortGaps(value ?? []);
  const later = gaps.slice(SHOWN_AT_ONCE);
  return (
    <Panel labelledBy="gaps">
      <Stack gap="sm">
        <Title order={2} id="gaps">
          {t("gaps.title")}
        </Title>
        {value === null && <Unknown reason={reason} />}
        {value?.length === 0 && <Text c="dimmed">{t("gaps.none")}</Text>}
        {gaps.length > 0 && (
          <Text size="sm" c="dimmed">
            {t("gaps.lead")}
          </Text>
        )}
        <GapList gaps={gaps.slice(0, SHOWN_AT_ONCE)} />
        {later.length > 0 && (
          <details className={lists.more}>
            <summary>{t("gaps.more", { count: later.length })}</summary>
            <GapList gaps={later} />
          </details>
        )}
      </Stack>
    </Panel>
  );
}

function GapList({ gaps }: { gaps: readonly SkillGap[] }) {
  const { t } = useTranslation("result");
  const number = new Intl.NumberFormat(i18next.language, { maximumFractionDigits: 1 });
  return (
    <ul className={classes.list}>
      {gaps.map(({ skill, name, have, need, priority, evidence }) => (
        <li key={skill}>
          <div className={classes.head}>
            <Text fw={600}>{name}</Text>
            <Text size="sm">{t(`gaps.priority.${priority}`)}</Text>
          </div>
          <div className={classes.scale} aria-hidden="true">
            <span className={classes.have} style={{ width: `${(100 * have) / SCALE}%` }} />
            <span className={classes.need} style={{ left: `${(100 * need) / SCALE}%` }} />
          </div>
          <Text size="sm">
            {t("gaps.words", { have: number.format(have), need: number.format(need) })}
          </Text>
          <Evidence ids={evidence} />
        </li>
      ))}
    </ul>
  );
}
