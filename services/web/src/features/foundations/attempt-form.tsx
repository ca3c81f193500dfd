import { Alert, Button, Radio, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { core, take } from "@/api/client";
import { ProblemError, Unreachable } from "@/api/problem";
import { useLeaveWarning } from "@/components/forms/use-leave-warning";
import { Panel } from "@/components/panel";
import { ProblemNotice } from "@/components/states/problem-notice";

import classes from "./question.module.css";
import { assessmentQuery, refreshCourse, type Attempt } from "./queries";
import "./strings";

/** The drawn questions. Answers stay on the page until the service has graded them; the same
 * submission sent twice is graded once. */
export function AttemptForm({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation("foundations");
  const queryClient = useQueryClient();
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const [isChecked, setChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const submission = useMutation({
    mutationFn: () =>
      take(
        core.POST("/api/v1/foundations/assessment", {
          body: { attempt_id: attempt.id, answers: { ...answers } },
        }),
      ),
    onSuccess: (assessment) => {
      queryClient.setQueryData(assessmentQuery.queryKey, assessment);
      void refreshCourse(queryClient);
      scrollTo({ top: 0, behavior: "instant" });
      document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.code === "attempt-unknown") {
        void queryClient.invalidateQueries({ queryKey: assessmentQuery.queryKey });
      }
    },
  });
  const open = attempt.questions.filter(({ id }) => !answers[id]);
  useLeaveWarning(Object.keys(answers).length > 0 && !submission.isSuccess, t("leave"));
  const firstOpen = isChecked ? open[0]?.id : undefined;
  const [attention, setAttention] = useState(0);
  useEffect(() => {
    if (attention === 0) return;
    form.current?.querySelector<HTMLElement>("[data-open] input")?.focus();
  }, [attention]);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (submission.isPending) return;
    setChecked(true);
    if (open.length > 0) setAttention((count) => count + 1);
    else submission.mutate();
  }

  return (
    <form onSubmit={submit} ref={form}>
      <Stack gap="md">
        <Text c="dimmed">
          {t("attempt.lead", { number: attempt.number, count: attempt.questions.length })}
        </Text>
        {attempt.questions.map((question, place) => (
          <div key={question.id} data-open={question.id === firstOpen || undefined}>
            <Panel>
              <Radio.Group
                label={`${place + 1}. ${question.prompt}`}
                value={answers[question.id] ?? null}
                onChange={(key) => setAnswers((before) => ({ ...before, [question.id]: key }))}
                error={isChecked && !answers[question.id] ? t("check.choose") : undefined}
                classNames={{ label: classes.prompt ?? "" }}
              >
                <div className={classes.options}>
                  {question.options.map((option) => (
                    <Radio
                      key={option.key}
                      value={option.key}
                      label={option.text}
                      classNames={{
                        root: classes.option ?? "",
                        body: classes.body ?? "",
                        labelWrapper: classes.words ?? "",
                      }}
                    />
                  ))}
                </div>
              </Radio.Group>
            </Panel>
          </div>
        ))}
        {isChecked && open.length > 0 && (
          <Alert role="alert" color="amber" variant="light">
            <Text size="sm" c="var(--mantine-color-text)">
              {t("attempt.open", { count: open.length })}
            </Text>
          </Alert>
        )}
        {submission.isError && (
          <>
            <ProblemNotice error={submission.error} onRetry={() => submission.mutate()} />
            <Text size="sm">
              {t("attempt.kept", {
                context: submission.error instanceof Unreachable ? "away" : "",
              })}
            </Text>
          </>
        )}
        <Button type="submit" size="md" loading={submission.isPending}>
          {t("attempt.submit")}
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {t("attempt.answered", {
            done: attempt.questions.length - open.length,
            total: attempt.questions.length,
          })}
        </Text>
      </Stack>
    </form>
  );
}
