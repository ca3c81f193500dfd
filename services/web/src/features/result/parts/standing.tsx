import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { tracksQuery } from "@/api/tracks";
import { Panel } from "@/components/panel";
import { LoadingShape } from "@/components/states/loaded";

import { tellStanding, type Result } from "../model/result-view";
import { MatchChart } from "./match-chart";

/** How the five tracks stand, how sure that is and what the numbers mean. */
export function MatchPanel({ result }: { result: Result }) {
  const { t } = useTranslation("result");
  const { band, p_adjusted: adjusted } = result.track;
  return (
    <Panel labelledBy="match">
      <Stack gap="md">
        <Title order={2} id="match">
          {t("match.title")}
        </Title>
        <MatchChart track={result.track} />
        <Stack gap={4}>
          <Text fw={600}>{t(`match.band.${band}`)}</Text>
          <Text size="sm">{t("match.meaning")}</Text>
          <Text size="sm">
            {adjusted === null
              ? t("match.unadjusted")
              : t("match.adjusted", { percent: (100 * adjusted).toFixed(0) })}
          </Text>
          {result.provisional && <Text size="sm">{t("match.provisional")}</Text>}
        </Stack>
      </Stack>
    </Panel>
  );
}

/** The recommended track in words: what it is about. */
export function AboutTrack({ result }: { result: Result }) {
  const { t } = useTranslation("result");
  const tracks = useQuery(tracksQuery);
  const { first, second, kind } = tellStanding(result.track);
  const shown = kind === "tie" || kind === "open" ? [first, second] : [first];
  return (
    <Panel labelledBy="about">
      <Stack gap="md">
        <Title order={2} id="about">
          {t("about.title", { count: shown.length })}
        </Title>
        {tracks.isPending && <LoadingShape lines={2} />}
        {tracks.isError && <Text c="dimmed">{t("about.away")}</Text>}
        {shown.map((name) => {
          const track = tracks.data?.find((one) => one.track === name);
          return (
            track && (
              <Stack key={name} gap={4}>
                <Title order={3}>{track.name}</Title>
                <Text>{track.summary}</Text>
              </Stack>
            )
          );
        })}
      </Stack>
    </Panel>
  );
}
