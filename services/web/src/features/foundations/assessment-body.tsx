import { Button, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { core, take } from "@/api/client";
import { ProblemError } from "@/api/problem";
import { Panel } from "@/components/panel";
import { ProblemNotice } from "@/components/states/problem-notice";
import { formatInstant, formatRelative } from "@/lib/format";

import { AssessmentReview } from "./assessment-review";
import { AttemptForm } from "./attempt-form";
import { IntroText } from "./intro-text";
import { OpenModules } from "./open-modules";
import { PassedAssessment } from "./passed-assessment";
import { assessmentQuery, type Assessment } from "./queries";
import "./strings";

/** What there is to do in each state the service names. */
export function AssessmentBody({ assessment }: { assessment: Assessment }) {
  const { state, attempt } = assessment;
  switch (state) {
    case "passed":
      return <PassedAssessment assessment={assessment} />;
    case "in_progress":
      return attempt ? <AttemptForm key={attempt.id} attempt={attempt} /> : null;
    case "locked":
      return <Locked assessment={assessment} />;
    case "modules_open":
      return (
        <Stack gap="lg">
          <OpenModules />
          <IntroText type="assessment" />
        </Stack>
      );
    case "ready":
      return (
        <Stack gap="lg">
          {attempt?.passed === false && <AssessmentReview attempt={attempt} />}
          <StartAttempt assessment={assessment} />
          <IntroText type="assessment" />
        </Stack>
      );
  }
}

function StartAttempt({ assessment }: { assessment: Assessment }) {
  const { t } = useTranslation("foundations");
  const queryClient = useQueryClient();
  const start = useMutation({
    mutationFn: () => take(core.POST("/api/v1/foundations/assessment/attempts", { body: {} })),
    onSuccess: (attempt) => {
      queryClient.setQueryData(assessmentQuery.queryKey, (before) =>
        before ? { ...before, state: "in_progress" as const, attempt } : before,
      );
      scrollTo({ top: 0, behavior: "instant" });
      document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    },
    onError: (error) => {
      // Another device was here first: show where it stands now.
      if (error instanceof ProblemError && error.status === 409) {
        void queryClient.invalidateQueries({ queryKey: assessmentQuery.queryKey });
      }
    },
  });
  const isAgain = assessment.attempt !== null;
  return (
    <Panel>
      <Stack gap="sm">
        <Text>
          {t("assessment.rule", {
            count: assessment.questions_per_attempt,
            percent: assessment.pass_percent,
          })}
        </Text>
        <Text c="dimmed">{t("assessment.left", { count: assessment.attempts_left })}</Text>
        {start.isError && <ProblemNotice error={start.error} onRetry={() => start.mutate()} />}
        <Button size="md" loading={start.isPending} onClick={() => start.mutate()}>
          {t(isAgain ? "assessment.again" : "assessment.start")}
        </Button>
      </Stack>
    </Panel>
  );
}

function Locked({ assessment }: { assessment: Assessment }) {
  const { t } = useTranslation("foundations");
  const queryClient = useQueryClient();
  const retryAt = assessment.retry_at;
  const [now, setNow] = useState(() => new Date());
  const isOver = retryAt !== null && now >= new Date(retryAt);
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (isOver) void queryClient.invalidateQueries({ queryKey: assessmentQuery.queryKey });
  }, [isOver, queryClient]);
  return (
    <Stack gap="lg">
      {assessment.attempt && <AssessmentReview attempt={assessment.attempt} />}
      <Panel>
        <Stack gap="sm">
          <Text fw={600}>{t("assessment.lockedTitle")}</Text>
          {retryAt && (
            <Text>
              {t("assessment.locked", {
                at: formatInstant(retryAt),
                wait: formatRelative(retryAt, now),
              })}
            </Text>
          )}
          <Button size="md" disabled>
            {t("assessment.again")}
          </Button>
        </Stack>
      </Panel>
    </Stack>
  );
}
