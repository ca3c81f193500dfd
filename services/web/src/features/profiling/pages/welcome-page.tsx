import { Alert, Button, Group, List, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { meQuery, type Me } from "@/api/queries";
import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { Loaded, LoadingShape } from "@/components/states/loaded";
import { ProblemNotice } from "@/components/states/problem-notice";

import { bankQuery, runQuery, type Run } from "../data/queries";
import type { Bank } from "../model/quiz";
import { GoOn } from "../parts/go-on";
import { PathDrawing } from "../parts/path-drawing";
import { useStart } from "../parts/use-start";

import "../strings";

/** What the profiling is, and the one button that begins it or goes on with it. */
export function WelcomePage() {
  const { data: me } = useQuery(meQuery);
  return me ? <Welcome me={me} /> : <LoadingShape />;
}

function Welcome({ me }: { me: Me }) {
  const { t } = useTranslation("profiling");
  const run = useQuery(runQuery(me));
  const bank = useQuery(bankQuery);
  return (
    <Stack gap="xl" maw="var(--text-width)" mx="auto">
      <Stack gap="sm">
        <PathDrawing done={0} />
        <PageTitle>{t("welcome.title")}</PageTitle>
        <Text size="lg">{t("welcome.lead")}</Text>
      </Stack>
      <Loaded query={bank} lines={2}>
        {(questions) => (
          <Loaded query={run} lines={2}>
            {(found) => <Action me={me} run={found} bank={questions} />}
          </Loaded>
        )}
      </Loaded>
      <Panel labelledBy="welcome-facts">
        <Stack gap="sm">
          <Title order={2} id="welcome-facts">
            {t("welcome.factsTitle")}
          </Title>
          <List spacing="sm">
            {(["long", "pause", "honest", "puzzles", "seen", "final"] as const).map((fact) => (
              <List.Item key={fact}>{t(`welcome.facts.${fact}`)}</List.Item>
            ))}
          </List>
        </Stack>
      </Panel>
    </Stack>
  );
}

interface ActionProps {
  me: Me;
  run: Run;
  bank: Bank;
}

function Action({ me, run, bank }: ActionProps) {
  if (run.phase === "completed") return <Navigate to="/profiling/syncing" replace />;
  if (run.phase === "open" && run.sessionId) {
    return <GoOn me={me} bank={bank} sessionId={run.sessionId} />;
  }
  return <Begin me={me} phase={run.phase} />;
}

function Begin({ me, phase }: { me: Me; phase: Run["phase"] }) {
  const { t } = useTranslation("profiling");
  const start = useStart(me, { hasAnswers: phase === "expired" });
  return (
    <Stack gap="md">
      {(phase === "reset" || phase === "expired") && (
        <Alert color="amber" title={t(`ended.${phase}.title`)}>
          <Text c="var(--mantine-color-text)">{t(`ended.${phase}.text`)}</Text>
        </Alert>
      )}
      {start.isError && <ProblemNotice error={start.error} onRetry={() => start.mutate()} />}
      <Group>
        <Button size="lg" loading={start.isPending} onClick={() => start.mutate()}>
          {t(phase === "none" ? "welcome.begin" : "welcome.beginAnew")}
        </Button>
      </Group>
    </Stack>
  );
}
