import { Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { Loaded } from "@/components/states/loaded";
import { formatDate } from "@/lib/format";

import classes from "./course.module.css";
import { IntroText } from "./intro-text";
import { statusQuery, type CourseStatus } from "./queries";
import { ReflectionForm } from "./reflection-form";
import "./strings";
import { useResetWatch } from "./use-reset-watch";

/** The learner's own words: written here, read here afterwards. */
export function ReflectionPage() {
  const { t } = useTranslation("foundations");
  const status = useQuery(statusQuery);
  useResetWatch(status.error);
  return (
    <Stack gap="lg" maw="var(--text-width)" mx="auto">
      <Anchor component={Link} to="/foundations" py={12} size="sm">
        {t("module.all")}
      </Anchor>
      <PageTitle>{t("reflection.title")}</PageTitle>
      <Loaded query={status}>
        {(course) => (course.complete ? <Written course={course} /> : <Writing course={course} />)}
      </Loaded>
    </Stack>
  );
}

/** Whoever writes for the first time reads first what it is about; afterwards the text comes first. */
function Writing({ course }: { course: CourseStatus }) {
  const [isFirst] = useState(course.reflection.written_at === null);
  return (
    <>
      {isFirst && <IntroText type="reflection" />}
      <ReflectionForm course={course} />
      {!isFirst && <IntroText type="reflection" />}
    </>
  );
}

function Written({ course }: { course: CourseStatus }) {
  const { t } = useTranslation("foundations");
  const { text, written_at } = course.reflection;
  return (
    <Panel>
      <Text className={classes.ownWords}>{text}</Text>
      {written_at && (
        <Text size="sm" c="dimmed" mt="md">
          {t("reflection.writtenOn", { date: formatDate(written_at) })}
        </Text>
      )}
    </Panel>
  );
}
