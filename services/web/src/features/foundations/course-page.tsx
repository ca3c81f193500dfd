import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { Loaded } from "@/components/states/loaded";
import { formatDate } from "@/lib/format";

import { BeginTrack } from "./begin-track";
import { whereToContinue } from "./course-model";
import { CourseArt } from "./course-art";
import classes from "./course.module.css";
import { ModulePath } from "./module-path";
import { statusQuery, type CourseStatus } from "./queries";
import "./strings";
import { useResetWatch } from "./use-reset-watch";

/** The whole course: how far one is, what to open next, and what is missing before the track. */
export function CoursePage() {
  const { t } = useTranslation("foundations");
  const status = useQuery(statusQuery);
  useResetWatch(status.error);
  return (
    <Stack gap="xl">
      <div className={classes.hero}>
        <Stack gap="xs">
          <PageTitle>{t("course.title")}</PageTitle>
          <Text c="dimmed" maw="36rem">
            {t("course.lead")}
          </Text>
        </Stack>
        <CourseArt />
      </div>
      <Loaded query={status} lines={7}>
        {(course) => <Course course={course} />}
      </Loaded>
    </Stack>
  );
}

function Course({ course }: { course: CourseStatus }) {
  return (
    <div className={classes.columns}>
      <Stack gap="lg">
        <HowFar course={course} />
        <ModulePath course={course} />
      </Stack>
      <BeginTrack course={course} />
    </div>
  );
}

function HowFar({ course }: { course: CourseStatus }) {
  const { t } = useTranslation("foundations");
  const { done, total, percent } = course.progress;
  const next = whereToContinue(course);
  const isUntouched = course.modules.every(({ status }) => status === "open");
  return (
    <Stack gap="sm">
      <Text fw={600} id="course-progress">
        {t("course.progress", { done, total })}
      </Text>
      <Progress.Root size="lg" className={classes.progress}>
        <Progress.Section value={percent} aria-labelledby="course-progress" />
      </Progress.Root>
      {course.completed_at && (
        <Text c="dimmed">{t("course.completed", { date: formatDate(course.completed_at) })}</Text>
      )}
      {next && (
        <Group gap="md" mt="xs">
          <Button component={Link} to={next.to} size="md">
            {t(isUntouched ? "course.start" : "course.continue")}
          </Button>
          {next.title && <Text c="dimmed">{next.title}</Text>}
        </Group>
      )}
    </Stack>
  );
}
