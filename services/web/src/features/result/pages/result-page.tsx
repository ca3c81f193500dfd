import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { meQuery } from "@/api/queries";
import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { formatDate } from "@/lib/format";

import { resultQuery } from "../data/queries";
import { tellStanding, type Result } from "../model/result-view";
import { Compare } from "../parts/compare";
import { Exposure } from "../parts/exposure";
import { ForkDrawing } from "../parts/fork-drawing";
import { Gaps } from "../parts/gaps";
import { LevelPanel } from "../parts/level";
import { OwnWords } from "../parts/own-words";
import { Quality } from "../parts/quality";
import { ResultLinks } from "../parts/result-links";
import { ResultState } from "../parts/result-state";
import { AboutTrack, MatchPanel } from "../parts/standing";
import { Statements } from "../parts/statements";
import { Why } from "../parts/why";

import "../strings";

/** The profiling's result: which track, how sure, why, and what it says besides. */
export function ResultPage() {
  const { t } = useTranslation("result");
  const { compare } = useSearch({ strict: false });
  const query = useQuery(resultQuery);
  return (
    <ResultState query={query} title={t("title")}>
      {({ result, session_id: sessionId, completed_at: completedAt }) => (
        <Stack gap="lg" maw="52rem" mx="auto">
          <Hero result={result} completedAt={completedAt} />
          <ResultLinks />
          <MatchPanel result={result} />
          <AboutTrack result={result} />
          <Why result={result} sessionId={sessionId} />
          <Compare result={result} wished={compare as string | undefined} />
          <LevelPanel result={result} />
          <Exposure result={result} />
          <Statements result={result} name="strengths" />
          <Statements result={result} name="growth" />
          <Gaps result={result} />
          <Statements result={result} name="hints" />
          <Statements result={result} name="behavioural_profile" />
          <OwnWords />
          <Quality result={result} />
          <Next />
        </Stack>
      )}
    </ResultState>
  );
}

function Hero({ result, completedAt }: { result: Result; completedAt: string }) {
  const { t } = useTranslation("result");
  const { kind, first, second } = tellStanding(result.track);
  const names = { first: t(`common:track.${first}`), second: t(`common:track.${second}`) };
  const isOne = kind === "clear" || kind === "compare";
  return (
    <Stack gap="xs">
      <ForkDrawing primary={isOne ? first : null} />
      <PageTitle name={t("title")}>{t(`standing.${kind}.title`, names)}</PageTitle>
      <Text size="lg">{t(`standing.${kind}.text`, names)}</Text>
      <Text size="sm" c="dimmed">
        {t("completed", { date: formatDate(completedAt), count: result.answered })}
      </Text>
    </Stack>
  );
}

/** The recommendation is not an order: where to choose otherwise, and where to go on. */
function Next() {
  const { t } = useTranslation("result");
  const { data: me } = useQuery(meQuery);
  const isChosen = me?.next.step === "dashboard" && me.track !== null;
  return (
    <Panel labelledBy="next">
      <Stack gap="md">
        <Title order={2} id="next">
          {t("next.title")}
        </Title>
        <Text>
          {isChosen ? t("next.chosen", { track: t(`common:track.${me.track}`) }) : t("next.text")}
        </Text>
        <Group>
          <Button component={Link} to={me?.next.url ?? "/"} size="md">
            {t(isChosen ? "next.dashboard" : "next.foundations")}
          </Button>
          {!isChosen && (
            <Anchor component={Link} to="/foundations/track">
              {t("next.other")}
            </Anchor>
          )}
        </Group>
      </Stack>
    </Panel>
  );
}
