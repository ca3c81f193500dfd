import { Alert, Anchor, Button, Group, List, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { ProblemNotice } from "@/components/states/problem-notice";

import { finishProfiling } from "../data/acts";
import { CLOSING } from "../device/refusals";
import { tellProgress, type Bank } from "../model/quiz";
import { ModuleOverview } from "../parts/module-overview";
import { OpenSessionGate, type OpenSession } from "../parts/open-session";
import { ProgressBars } from "../parts/progress-bars";
import { SavedState } from "../parts/saved-state";
import { SecondLook } from "../parts/second-look";
import { toQuestion } from "../parts/to-question";
import { useRetryWhenBack } from "../parts/use-retry-when-back";

import "../strings";

/** What is answered and what is open, and the act that closes the profiling. */
export function FinishPage() {
  return <OpenSessionGate>{(session) => <Finish {...session} />}</OpenSessionGate>;
}

function Finish({ bank, box, view, answers }: OpenSession) {
  const { t } = useTranslation("profiling");
  const queryClient = useQueryClient();
  const finish = useMutation({
    mutationFn: () => finishProfiling(queryClient, box),
    onError: async (error) => {
      const closed = error instanceof ProblemError && CLOSING[error.code];
      if (closed) await box.end(closed);
    },
  });
  useRetryWhenBack(finish);
  const progress = tellProgress(bank, answers);
  const openCount = progress.total - progress.answered;
  const hasWaiting = view.queue.waiting.length > 0;
  return (
    <Stack gap="lg" maw="var(--text-width)" mx="auto">
      <Stack gap="xs">
        <PageTitle>{t(openCount === 0 ? "finish.titleAll" : "finish.title")}</PageTitle>
        <Text>
          {t(openCount === 0 ? "finish.leadAll" : "finish.leadOpen", { count: openCount })}
        </Text>
      </Stack>
      <Panel labelledBy="finish-overview">
        <Stack gap="md">
          <Group justify="space-between">
            <Title order={2} id="finish-overview">
              {t("finish.overview")}
            </Title>
            <SavedState view={view} />
          </Group>
          <ProgressBars progress={progress} />
          <ModuleOverview bank={bank} progress={progress} />
        </Stack>
      </Panel>
      {!hasWaiting && progress.answered > 0 && <SecondLook sessionId={box.sessionId} />}
      <Panel labelledBy="finish-act">
        <Stack gap="md" align="flex-start">
          <Title order={2} id="finish-act">
            {t("finish.actTitle")}
          </Title>
          <Text>{t("finish.final")}</Text>
          {hasWaiting && <Text>{t("finish.waiting", { count: view.queue.waiting.length })}</Text>}
          <Refusal error={finish.error} bank={bank} onRetry={() => finish.mutate()} />
          <Group>
            <Button size="lg" loading={finish.isPending} onClick={() => finish.mutate()}>
              {t(openCount === 0 ? "finish.act" : "finish.actOpen")}
            </Button>
            <Button component={Link} to="/profiling/reflection" variant="default" size="lg">
              {t("finish.reflection")}
            </Button>
          </Group>
        </Stack>
      </Panel>
    </Stack>
  );
}

interface RefusalProps {
  error: Error | null;
  bank: Bank;
  onRetry: () => void;
}

/** Why it could not be finished; too few answers name the parts that need more. */
function Refusal({ error, bank, onRetry }: RefusalProps) {
  const { t } = useTranslation("profiling");
  if (error === null) return null;
  if (!(error instanceof ProblemError) || error.code !== "not-enough-answers") {
    return <ProblemNotice error={error} onRetry={onRetry} />;
  }
  const parts = error.fields.flatMap(({ pointer, detail }) => {
    const module = bank.modules.find((one) => one.id === pointer?.split("/").pop());
    const first = module && bank.questions[module.id]?.[0];
    return module && first ? [{ module, first, detail }] : [];
  });
  return (
    <Alert role="alert" color="amber" title={t("finish.tooFewTitle")}>
      <Text c="var(--mantine-color-text)">{t("finish.tooFew")}</Text>
      <List mt="xs">
        {parts.map(({ module, first, detail }) => (
          <List.Item key={module.id}>
            <Anchor component={Link} {...toQuestion(first.id, module.id)}>
              {module.title}
            </Anchor>
            {`: ${detail}`}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
