import { List, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { core, take } from "@/api/client";
import type { components } from "@/api/generated/core";
import { ProblemError } from "@/api/problem";
import { Dialog } from "@/components/dialog";
import { Loaded } from "@/components/states/loaded";
import { formatInstant } from "@/lib/format";

import { undoPreviewQuery, type Student } from "./queries";
import { ReasonDialog } from "./reason-dialog";

interface UndoDialogProps {
  student: Student;
  onClose: () => void;
}

/** What the undoing of the last reset would bring back, then the undoing. */
export function UndoDialog({ student, onClose }: UndoDialogProps) {
  const { t } = useTranslation("admin");
  const preview = useQuery(undoPreviewQuery(student.id));
  const queryClient = useQueryClient();
  const undo = useMutation({
    mutationFn: (reason: string) =>
      take(
        core.POST("/api/v1/admin/students/{student_id}/undo-reset", {
          params: { path: { student_id: student.id } },
          body: { reason, is_sure: preview.data?.ends_begun_session ?? false },
        }),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["admin"] });
      onClose();
    },
    onError: () => preview.refetch(),
  });
  const title = t("undo.title", { name: student.first_name });
  if (!preview.data || preview.isError) {
    const isNothing =
      preview.error instanceof ProblemError && preview.error.code === "nothing-to-restore";
    return (
      <Dialog title={title} onClose={onClose}>
        {isNothing ? (
          <Text>{t("undo.nothing")}</Text>
        ) : (
          <Loaded query={preview} lines={3}>
            {() => null}
          </Loaded>
        )}
      </Dialog>
    );
  }
  return (
    <ReasonDialog
      title={title}
      action={t("undo.action")}
      label={t("reason.audit")}
      confirmation={preview.data.ends_begun_session ? t("undo.sure") : undefined}
      isPending={undo.isPending}
      error={undo.error}
      onSubmit={(reason) => undo.mutate(reason)}
      onClose={onClose}
    >
      <Preview preview={preview.data} />
    </ReasonDialog>
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
