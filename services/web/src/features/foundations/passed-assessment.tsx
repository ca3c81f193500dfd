import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";
import { formatDate } from "@/lib/format";

import classes from "./question.module.css";
import type { Assessment, Attempt } from "./queries";
import "./strings";

/** Passed: the score, and for each question what was right and why. */
export function PassedAssessment({ assessment }: { assessment: Assessment }) {
  const { t } = useTranslation("foundations");
  const { attempt, passed_at } = assessment;
  return (
    <Stack gap="lg">
      <Panel>
        <Stack gap="xs">
          <Text fw={600} size="lg">
            {t("passed.title")}
          </Text>
          {attempt?.score_percent !== null && attempt?.score_percent !== undefined && (
            <Text>{t("passed.score", { percent: attempt.score_percent })}</Text>
          )}
          {passed_at && <Text c="dimmed">{t("passed.on", { date: formatDate(passed_at) })}</Text>}
          <Group mt="xs">
            <Button component={Link} to="/foundations" size="md">
              {t("module.overview")}
            </Button>
          </Group>
        </Stack>
      </Panel>
      {attempt && attempt.answers.length > 0 && (
        <Stack component="section" aria-labelledby="passed-answers" gap="md">
          <Title order={2} id="passed-answers">
            {t("passed.answers")}
          </Title>
          {attempt.answers.map((answer, place) => (
            <Answered key={answer.id} answer={answer} number={place + 1} />
          ))}
        </Stack>
      )}
    </Stack>
  );
}

function Answered({ answer, number }: { answer: Attempt["answers"][number]; number: number }) {
  const { t } = useTranslation("foundations");
  const textOf = (key: string | null) => answer.options.find((one) => one.key === key)?.text;
  const isRight = answer.answered === answer.right;
  return (
    <Panel>
      <Stack gap="xs">
        <Title order={3}>{`${number}. ${answer.prompt}`}</Title>
        <Text className={isRight ? classes.right : classes.notYet}>
          <strong>{t(isRight ? "passed.yours" : "passed.yoursNot")}</strong>{" "}
          {textOf(answer.answered) ?? t("passed.none")}
        </Text>
        {!isRight && (
          <Text className={classes.right}>
            <strong>{t("passed.right")}</strong> {textOf(answer.right)}
          </Text>
        )}
        <Text c="dimmed">{answer.explanation}</Text>
      </Stack>
    </Panel>
  );
}
