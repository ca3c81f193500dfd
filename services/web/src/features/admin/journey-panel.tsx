import { Button, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";
import { formatInstant, formatRelative } from "@/lib/format";

import classes from "./list.module.css";
import type { Student } from "./queries";
import { ResetDialog } from "./reset-dialog";
import { UndoDialog } from "./undo-dialog";

/** Where the student is on the journey, with reset and its undoing. */
export function JourneyPanel({ student }: { student: Student }) {
  const { t } = useTranslation("admin");
  const [open, setOpen] = useState<"reset" | "undo" | null>(null);
  const progress = student.profiling_progress;
  const track = (name: Student["track"]) =>
    name ? t(`common:track.${name}`) : t("common:unknown");
  return (
    <Panel labelledBy="journey">
      <Title order={2} id="journey" mb="md">
        {t("journey.title")}
      </Title>
      <Stack>
        <dl className={classes.facts}>
          <dt>{t("journey.next")}</dt>
          <dd>{t(`step.${student.status === "invited" ? "invited" : student.next.step}`)}</dd>
          <dt>{t("journey.profiling")}</dt>
          <dd>{t(student.profiling_complete ? "journey.complete" : "journey.open")}</dd>
          <dt>{t("journey.foundations")}</dt>
          <dd>{t(student.foundations_complete ? "journey.complete" : "journey.open")}</dd>
          <dt>{t("journey.recommended")}</dt>
          <dd>{track(student.recommended_track)}</dd>
          <dt>{t("journey.track")}</dt>
          <dd>{track(student.track)}</dd>
          <dt>{t("journey.epoch")}</dt>
          <dd>{student.epoch}</dd>
          <dt>{t("journey.created")}</dt>
          <dd>{formatInstant(student.created_at)}</dd>
        </dl>
        {progress && (
          <div>
            <Text size="sm">
              {t("journey.progress", {
                answered: progress.answered,
                total: progress.total,
                when: formatRelative(progress.at),
              })}
            </Text>
            <Progress
              value={(100 * progress.answered) / progress.total}
              aria-label={t("journey.progressLabel")}
            />
          </div>
        )}
        <Group>
          <Button variant="default" onClick={() => setOpen("reset")}>
            {t("reset.open")}
          </Button>
          {student.epoch > 1 && (
            <Button variant="default" onClick={() => setOpen("undo")}>
              {t("undo.open")}
            </Button>
          )}
        </Group>
      </Stack>
      {open === "reset" && <ResetDialog student={student} onClose={() => setOpen(null)} />}
      {open === "undo" && <UndoDialog student={student} onClose={() => setOpen(null)} />}
    </Panel>
  );
}
