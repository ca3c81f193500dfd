import { Button, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Me } from "@/api/queries";
import { PageTitle } from "@/components/page-title";
import { ProblemNotice } from "@/components/states/problem-notice";

import { forgetSession } from "../data/acts";
import type { AnswerBox } from "../device/answer-box";
import type { Closed } from "../model/answer-queue";
import { PathDrawing } from "./path-drawing";
import { useStart } from "./use-start";

interface EndedNoticeProps {
  me: Me;
  why: Closed;
  box?: AnswerBox;
  /** Answers of this device that can no longer count. */
  waiting: number;
}

/** The session takes no more answers: why, what that means, and the one thing to do. */
export function EndedNotice({ me, why, box, waiting }: EndedNoticeProps) {
  const { t } = useTranslation("profiling");
  const start = useStart(me, {
    hasAnswers: why === "expired" || why === "retired",
    ...(box && { ended: box }),
  });
  return (
    <Stack maw="var(--text-width)" mx="auto" align="flex-start" gap="md">
      <PathDrawing done={0} isBroken />
      <PageTitle>{t(`ended.${why}.title`)}</PageTitle>
      <Text>{t(`ended.${why}.text`)}</Text>
      {waiting > 0 && <Text>{t("ended.waiting", { count: waiting })}</Text>}
      {start.isError && <ProblemNotice error={start.error} onRetry={() => start.mutate()} />}
      {why === "completed" ? (
        <Button
          component={Link}
          to="/profiling/syncing"
          size="md"
          onClick={() => void (box && forgetSession(box))}
        >
          {t("ended.goOn")}
        </Button>
      ) : (
        <Button size="md" loading={start.isPending} onClick={() => start.mutate()}>
          {t("ended.again")}
        </Button>
      )}
    </Stack>
  );
}
