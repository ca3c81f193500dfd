import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { ProblemNotice } from "@/components/states/problem-notice";

import { CheckQuestion } from "./check-question";
import { placeOf } from "./course-model";
import classes from "./course.module.css";
import { ModuleEnd } from "./module-end";
import type { ModuleText } from "./queries";
import { SafeText } from "./safe-text-view";
import "./strings";
import { useReading } from "./use-reading";
import { useResetWatch } from "./use-reset-watch";
import { useReturn } from "./use-return";

/** The text with what belongs to reading it. The assessment's and the reflection's texts only lead
 * to their own pages: their time is not measured. */
export function ModuleReader({ module }: { module: ModuleText }) {
  const { t } = useTranslation("foundations");
  if (module.type === "assessment" || module.type === "reflection") {
    return (
      <Stack gap="lg">
        <SafeText html={module.html} />
        <Group>
          <Button component={Link} to={placeOf(module)} size="md">
            {t(`module.go.${module.type}`)}
          </Button>
        </Group>
      </Stack>
    );
  }
  return <MeasuredReader module={module} />;
}

function MeasuredReader({ module }: { module: ModuleText }) {
  const { t } = useTranslation("foundations");
  const text = useRef<HTMLElement>(null);
  const { answer, error } = useReading(module, text);
  const back = useReturn(module, text);
  useResetWatch(error);
  return (
    <Stack gap="xl">
      {error !== null && <ProblemNotice error={error} />}
      {back.hasReturned && (
        <Group role="status" gap="xs" className={classes.returned}>
          <Text size="sm" c="dimmed">
            {t("module.returned")}
          </Text>
          <Button variant="subtle" size="sm" onClick={back.toStart}>
            {t("module.toStart")}
          </Button>
        </Group>
      )}
      <article ref={text} aria-label={module.title}>
        <SafeText html={module.html} />
      </article>
      {module.checks.length > 0 && (
        <Stack component="section" aria-labelledby="module-checks" gap="md">
          <Title order={2} id="module-checks">
            {t("check.title")}
          </Title>
          <Text c="dimmed">
            {t(module.type === "interactive" ? "check.leadNeeded" : "check.lead")}
          </Text>
          {module.checks.map((check, place) => (
            <CheckQuestion key={check.id} check={check} number={place + 1} onAnswer={answer} />
          ))}
        </Stack>
      )}
      <ModuleEnd module={module} />
    </Stack>
  );
}
