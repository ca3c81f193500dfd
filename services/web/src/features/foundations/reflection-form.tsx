import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { core } from "@/api/client";
import { fieldErrors, Unreachable } from "@/api/problem";
import { useLeaveWarning } from "@/components/forms/use-leave-warning";
import { textLength } from "@/components/forms/text-length";
import { Panel } from "@/components/panel";
import { ProblemNotice } from "@/components/states/problem-notice";
import { formatInstant } from "@/lib/format";

import { refreshCourse, type CourseStatus } from "./queries";
import "./strings";
import { MAX_REFLECTION } from "./text-limits";
import { useResetWatch } from "./use-reset-watch";

/** Write or rewrite the reflection. What was typed stays until the service has it. */
export function ReflectionForm({ course }: { course: CourseStatus }) {
  const { t } = useTranslation("foundations");
  const queryClient = useQueryClient();
  const [text, setText] = useState(course.reflection.text);
  const [lack, setLack] = useState<string | undefined>();
  const field = useRef<HTMLTextAreaElement>(null);
  const writing = useMutation({
    mutationFn: (words: string) =>
      core.POST("/api/v1/foundations/reflection", { body: { text: words } }),
    onSuccess: () => refreshCourse(queryClient),
    onError: (error) => {
      if (fieldErrors(error)["text"]) field.current?.focus();
    },
  });
  useResetWatch(writing.error);
  const saved = writing.isSuccess ? writing.variables : course.reflection.text;
  const isUnsaved = text !== saved;
  useLeaveWarning(isUnsaved && text.trim() !== "", t("leave"));
  const refused = fieldErrors(writing.error)["text"];
  const length = textLength(text);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (writing.isPending) return;
    const found =
      text.trim() === ""
        ? t("reflection.empty")
        : length > MAX_REFLECTION
          ? t("tooLong", { count: MAX_REFLECTION })
          : undefined;
    setLack(found);
    if (found) field.current?.focus();
    else writing.mutate(text);
  }

  return (
    <Panel>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Textarea
            ref={field}
            label={t("reflection.label")}
            description={t("reflection.hint")}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setLack(undefined);
            }}
            error={lack ?? refused}
            autosize
            minRows={6}
            maxRows={18}
            size="md"
          />
          <Text size="sm" c="dimmed">
            {t("reflection.length", { length, max: MAX_REFLECTION })}
          </Text>
          {writing.isError && !refused && (
            <>
              <ProblemNotice error={writing.error} onRetry={() => writing.mutate(text)} />
              <Text size="sm">
                {t("reflection.kept", {
                  context: writing.error instanceof Unreachable ? "away" : "",
                })}
              </Text>
            </>
          )}
          <div role="status">
            {!isUnsaved && !writing.isError && course.reflection.written_at && (
              <Text size="sm">
                {t("reflection.saved", { at: formatInstant(course.reflection.written_at) })}
              </Text>
            )}
          </div>
          <Group>
            <Button type="submit" size="md" loading={writing.isPending}>
              {t("reflection.save")}
            </Button>
            {writing.isSuccess && !isUnsaved && (
              <Button
                component={Link}
                to={course.track.confirmed ? "/foundations" : "/foundations/track"}
                size="md"
                variant="default"
              >
                {t(course.track.confirmed ? "module.overview" : "reflection.toTrack")}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
