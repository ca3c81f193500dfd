import { List, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { core, take } from "@/api/client";
import type { components } from "@/api/generated/core";
import { ProblemError } from "@/api/problem";
import { formatInstant } from "@/lib/format";

import { ActDialog } from "./act-dialog";
import { undoPreviewQuery, type Student } from "./queries";

interface UndoDialogProps {
  student: Student;
  onClose: () => void;
}

/** What the undoing of the last reset would bring back, then the undoing. */
export function UndoDialog({ student, onClose }: UndoDialogProps) {
  const { t } = useTranslation("admin");
  const preview = useQuery(undoPreviewQuery(student.id));
  const endsSession = preview.data?.ends_begun_session ?? false;
  const isNothing =
    preview.error instanceof ProblemError && preview.error.code === "nothing-to-restore";
  return (
    <ActDialog
      title={t("undo.title", { name: student.first_name })}
      action={t("undo.action")}
      confirmation={endsSession ? t("undo.sure") : undefined}
      preview={preview}
      obstacle={isNothing && <Text>{t("undo.nothing")}</Text>}
      onSend={({ reason, headers }) =>
        take(
          core.POST("/api/v1/admin/students/{student_id}/undo-reset", {
            params: { path: { student_id: student.id } },
            body: { reason, is_sure: endsSession },
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

function Preview({ preview }: { preview: components["schemas"]["UndoPreviewOut"] }) {
  const { t } = useTranslation("admin");
  const { session } = preview;
  return (
    <>
      <Text>
        {t("undo.was", { at: formatInstant(preview.reset_at), reason: preview.reset_reason })}
      </Text>
      <List>
        <List.Item>{t("undo.result", { at: formatInstant(preview.restores_result_of) })}</List.Item>
        {preview.restores_track && (
          <List.Item>
            {t("undo.track", { track: t(`common:track.${preview.restores_track}`) })}
          </List.Item>
        )}
        {preview.restores_foundations_completion && <List.Item>{t("undo.foundations")}</List.Item>}
      </List>
      {preview.ends_begun_session && (
        <Text fw={600}>
          {session
            ? t("undo.endsSession", { answered: session.answered, total: session.total })
            : t("undo.endsUnknownSession")}
        </Text>
      )}
      <Text c="dimmed">{t("undo.until", { at: formatInstant(preview.possible_until) })}</Text>
    </>
  );
}
