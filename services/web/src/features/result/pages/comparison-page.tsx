import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { components } from "@/api/generated/core";
import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { formatPercent } from "@/lib/format";

import { comparisonQuery } from "../data/queries";
import { TRACKS } from "../model/tracks";
import lists from "../parts/lists.module.css";
import classes from "../parts/comparison.module.css";
import { ResultLinks } from "../parts/result-links";
import { ResultState } from "../parts/result-state";
import { Unknown } from "../parts/unknown";

import "../strings";

type Comparison = components["schemas"]["Comparison"];

/** This result beside the one of the profiling before: what changed and what only seems to. */
export function ComparisonPage() {
  const { t } = useTranslation("result");
  const query = useQuery(comparisonQuery);
  return (
    <ResultState
      query={query}
      title={t("comparison.title")}
      empty={{ "no-earlier-result": "noEarlier" }}
    >
      {(comparison) => <Shown comparison={comparison} />}
    </ResultState>
  );
}

function Shown({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation("result");
  const { statements, level, ability, same_questions: isSame, reasons } = comparison;
  const levelName = (name: string | null) => (name ? t(`level.name.${name}`) : t("level.notYet"));
  return (
    <Stack gap="lg" maw="52rem" mx="auto">
      <PageTitle>{t("comparison.title")}</PageTitle>
      <ResultLinks />
      <Panel labelledBy="said">
        <Stack gap="sm">
          <Title order={2} id="said">
            {t("comparison.said")}
          </Title>
          <ul className={lists.plain}>
            {statements.map((statement) => (
              <li key={statement}>{statement}</li>
            ))}
          </ul>
          {!isSame && <Text size="sm">{t("comparison.otherQuestions")}</Text>}
        </Stack>
      </Panel>
      <Panel labelledBy="tracks">
        <Stack gap="sm">
          <Title order={2} id="tracks">
            {t(`comparison.track.${comparison.track.verdict}`)}
          </Title>
          <TrackTable track={comparison.track} />
          <Text size="sm" c="dimmed">
            {t("comparison.adjusted")}
          </Text>
        </Stack>
      </Panel>
      <Panel labelledBy="level-and-ability">
        <Stack gap="sm">
          <Title order={2} id="level-and-ability">
            {t("comparison.levelTitle")}
          </Title>
          <Text>
            {t("comparison.level", {
              earlier: levelName(level.earlier),
              later: levelName(level.later),
            })}
          </Text>
          {ability ? (
            <Text>{t(`comparison.ability.${ability.verdict}`)}</Text>
          ) : (
            <Unknown reason={reasons["/ability"] ?? null} />
          )}
        </Stack>
      </Panel>
    </Stack>
  );
}

function TrackTable({ track }: { track: Comparison["track"] }) {
  const { t } = useTranslation("result");
  const share = (p: Record<string, number>, name: string) =>
    p[name] === undefined ? t("common:unknown") : formatPercent(100 * p[name]);
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t("comparison.trackColumn")}</th>
          <th scope="col">{t("comparison.earlier")}</th>
          <th scope="col">{t("comparison.later")}</th>
        </tr>
      </thead>
      <tbody>
        {TRACKS.map((name) => (
          <tr key={name}>
            <th scope="row">{t(`common:track.${name}`)}</th>
            <td>{share(track.p_earlier, name)}</td>
            <td>{share(track.p_later, name)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
