import { Anchor, Button, Group, Radio, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { core } from "@/api/client";
import { fieldErrors } from "@/api/problem";
import { tracksQuery } from "@/api/tracks";
import { textLength } from "@/components/forms/text-length";
import { Panel } from "@/components/panel";
import { ProblemNotice } from "@/components/states/problem-notice";

import { refreshCourse, type CourseStatus, type Track } from "./queries";
import "./strings";
import { MAX_REASON, MIN_REASON } from "./text-limits";
import classes from "./track.module.css";
import { useResetWatch } from "./use-reset-watch";

const TRACKS: readonly Track[] = ["defender", "offensive", "grc", "innovation", "leadership"];

/** Choose one of five; another than the recommended one asks for a reason, and only for that. */
export function TrackForm({ course }: { course: CourseStatus }) {
  const { t } = useTranslation("foundations");
  const { t: common } = useTranslation();
  const queryClient = useQueryClient();
  const { recommended, confirmed, reason: givenReason } = course.track;
  const [track, setTrack] = useState<Track>(confirmed ?? recommended);
  const [reason, setReason] = useState(givenReason ?? "");
  const [lack, setLack] = useState<string | undefined>();
  const field = useRef<HTMLTextAreaElement>(null);
  const outcome = useRef<HTMLParagraphElement>(null);
  const { data: known } = useQuery(tracksQuery);
  const isOther = track !== recommended;
  const confirmation = useMutation({
    mutationFn: () =>
      core.POST("/api/v1/foundations/confirm-track", {
        body: { track, reason: isOther ? reason.trim() : null },
      }),
    onSuccess: async () => {
      await refreshCourse(queryClient);
      await queryClient.invalidateQueries({ queryKey: ["me"] });
      outcome.current?.focus();
    },
    onError: (error) => {
      if (fieldErrors(error)["reason"]) field.current?.focus();
    },
  });
  useResetWatch(confirmation.error);
  const hasPassed = course.assessment.state === "passed";
  const refused = fieldErrors(confirmation.error)["reason"];
  const isAsConfirmed = confirmed === track && (!isOther || reason.trim() === (givenReason ?? ""));
  const order = [recommended, ...TRACKS.filter((one) => one !== recommended)];
  const about = new Map(known?.map((one) => [one.track, one.summary]));

  function submit(event: FormEvent) {
    event.preventDefault();
    if (confirmation.isPending || !hasPassed) return;
    const length = textLength(reason.trim());
    const found = !isOther
      ? undefined
      : length < MIN_REASON
        ? t("track.reasonMissing")
        : length > MAX_REASON
          ? t("tooLong", { count: MAX_REASON })
          : undefined;
    setLack(found);
    if (found) field.current?.focus();
    else confirmation.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <Text c="dimmed">{t("track.lead", { track: common(`track.${recommended}`) })}</Text>
        <Radio.Group
          label={t("track.choose")}
          value={track}
          onChange={(chosen) => setTrack(chosen as Track)}
          classNames={{ label: classes.legend ?? "" }}
        >
          <div className={classes.tracks}>
            {order.map((one) => (
              <Radio.Card key={one} value={one} className={classes.track} data-track={one}>
                <Group wrap="nowrap" align="flex-start" gap="sm">
                  <Radio.Indicator mt={3} />
                  <div>
                    <Text component="span" className={classes.name}>
                      {common(`track.${one}`)}
                    </Text>
                    {one === recommended && (
                      <Text component="span" className={classes.tag}>
                        {t("track.recommended")}
                      </Text>
                    )}
                    {about.get(one) && (
                      <Text component="span" className={classes.about}>
                        {about.get(one)}
                      </Text>
                    )}
                  </div>
                </Group>
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
        {isOther && (
          <Textarea
            ref={field}
            label={t("track.reason", { track: common(`track.${track}`) })}
            description={t("track.reasonHint")}
            value={reason}
            onChange={(event) => {
              setReason(event.currentTarget.value);
              setLack(undefined);
            }}
            error={lack ?? refused}
            autosize
            minRows={3}
            size="md"
          />
        )}
        {confirmation.isError && !refused && (
          <ProblemNotice error={confirmation.error} onRetry={() => confirmation.mutate()} />
        )}
        {!hasPassed && (
          <Panel>
            <Text id="track-closed">{t("track.assessmentFirst")}</Text>
            <Anchor component={Link} to="/foundations/assessment" py={12} display="inline-block">
              {t("track.toAssessment")}
            </Anchor>
          </Panel>
        )}
        <Text role="status" ref={outcome} tabIndex={-1}>
          {isAsConfirmed && confirmed
            ? t("track.confirmed", { track: common(`track.${confirmed}`) })
            : ""}
        </Text>
        <Group>
          <Button
            type="submit"
            size="md"
            disabled={!hasPassed || isAsConfirmed}
            loading={confirmation.isPending}
            {...(hasPassed ? {} : { "aria-describedby": "track-closed" })}
          >
            {t("track.action", { track: common(`track.${track}`) })}
          </Button>
          {isAsConfirmed && (
            <Button component={Link} to="/foundations" size="md">
              {t("module.overview")}
            </Button>
          )}
          <Anchor component={Link} to="/result" py={12}>
            {t("track.why")}
          </Anchor>
        </Group>
      </Stack>
    </form>
  );
}
