import { Anchor, Button, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { core } from "@/api/client";
import { ProblemError } from "@/api/problem";
import { Panel } from "@/components/panel";
import { ProblemNotice } from "@/components/states/problem-notice";

import { placeOfMissing } from "./course-model";
import classes from "./course.module.css";
import { refreshCourse, type CourseStatus } from "./queries";
import "./strings";

/** The last step. While something is missing the button says so, and each thing is a link. */
export function BeginTrack({ course }: { course: CourseStatus }) {
  const { t } = useTranslation("foundations");
  const { t: common } = useTranslation();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const begin = useMutation({
    mutationFn: () => core.POST("/api/v1/foundations/complete", { body: {} }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["me"] });
      void refreshCourse(queryClient);
      await navigate({ to: "/" });
    },
    onError: (error) => {
      // Something went missing meanwhile, for instance by a reset: show what it is.
      if (error instanceof ProblemError && !error.status.toString().startsWith("5")) {
        void refreshCourse(queryClient);
      }
    },
  });
  if (course.complete) return <Begun course={course} />;

  const { missing, modules } = course;
  const titleOf = (id: string | null) => modules.find((module) => module.id === id)?.title ?? "";
  const chosen = course.track.confirmed;
  return (
    <aside className={classes.aside} data-ready={missing.length === 0 || undefined}>
      <Panel labelledBy="begin-track">
        <Stack gap="sm">
          <Title order={2} size="h3" id="begin-track">
            {t("begin.title")}
          </Title>
          {chosen && <Text>{t("begin.chosen", { track: common(`track.${chosen}`) })}</Text>}
          {missing.length > 0 ? (
            <>
              <Text id="begin-missing">{t("begin.missing", { count: missing.length })}</Text>
              <ul className={classes.missing}>
                {missing.map((one) => (
                  <li key={one.code + (one.module_id ?? "")}>
                    <Anchor component={Link} to={placeOfMissing(one)} className={classes.todo}>
                      {t(`missing.${one.code}`, { title: titleOf(one.module_id) })}
                    </Anchor>
                  </li>
                ))}
              </ul>
            </>
          ) : (
            <Text>{t("begin.ready")}</Text>
          )}
          {begin.isError && <ProblemNotice error={begin.error} onRetry={() => begin.mutate()} />}
          <Button
            size="md"
            disabled={missing.length > 0}
            loading={begin.isPending || begin.isSuccess}
            onClick={() => begin.mutate()}
            {...(missing.length > 0 ? { "aria-describedby": "begin-missing" } : {})}
          >
            {t("begin.action")}
          </Button>
        </Stack>
      </Panel>
    </aside>
  );
}

function Begun({ course }: { course: CourseStatus }) {
  const { t } = useTranslation("foundations");
  const { t: common } = useTranslation();
  const track = course.track.confirmed;
  return (
    <aside className={classes.aside} data-ready>
      <Panel labelledBy="begin-track">
        <Stack gap="sm">
          <Title order={2} size="h3" id="begin-track">
            {t("begin.begunTitle")}
          </Title>
          <Text>
            {track ? t("begin.begun", { track: common(`track.${track}`) }) : t("begin.begunPlain")}
          </Text>
          <Button component={Link} to="/dashboard" size="md">
            {t("begin.dashboard")}
          </Button>
        </Stack>
      </Panel>
    </aside>
  );
}
