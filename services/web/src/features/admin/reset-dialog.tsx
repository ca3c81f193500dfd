import { List, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { core, take } from "@/api/client";
import type { components } from "@/api/generated/core";
import { formatInstant } from "@/lib/format";

import { ActDialog } from "./act-dialog";
import { resetPreviewQuery, type Student } from "./queries";

interface ResetDialogProps {
  student: Student;
  onClose: () => void;
}

/** What a reset would take, then the reset. */
export function ResetDialog({ student, onClose }: ResetDialogProps) {
  const { t } = useTranslation("admin");
  const preview = useQuery(resetPreviewQuery(student.id));
  return (
    <ActDialog
      title={t("reset.title", { name: student.first_name })}
      action={t("reset.action")}
      isDanger
      preview={preview}
      onSend={({ reason, headers }) =>
        take(
          core.POST("/api/v1/admin/students/{student_id}/reset-profiling", {
            params: { path: { student_id: student.id } },
            body: { reason },
            headers,
          }),
        )
      }
      onClose={onClose}
    >
      {(told) => <Preview preview={told} />}
    </ActDialog>
  );
}

function Preview({ preview }: { preview: components["schemas"]["ResetPreviewOut"] }) {
  const { t } = useTranslation("admin");
  const taken = [
    preview.takes_result_of && t("reset.result", { at: formatInstant(preview.takes_result_of) }),
    preview.takes_track && t("reset.track", { track: t(`common:track.${preview.takes_track}`) }),
    preview.takes_foundations_completion && t("reset.foundations"),
    preview.ends_open_session &&
      t("reset.session", {
        answered: preview.ends_open_session.answered,
        total: preview.ends_open_session.total,
      }),
  ].filter((line) => typeof line === "string");
  return (
    <>
      <Text>{t(taken.length > 0 ? "reset.takes" : "reset.takesNothing")}</Text>
      {taken.length > 0 && (
        <List>
          {taken.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      )}
      <Text>{t("reset.stays")}</Text>
      <Text>
        {preview.undo_within_hours === null
          ? t("reset.noUndo")
          : t("reset.undoWithin", { hours: preview.undo_within_hours })}
      </Text>
    </>
  );
}
