import { List, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { core, take } from "@/api/client";

import { ActDialog } from "./act-dialog";
import type { Erasure } from "./erasure";
import { erasureQuery, type Student } from "./queries";

interface EraseDialogProps {
  student: Student;
  onClose: () => void;
}

/** What erasing takes for good and what stays, then the erasing. */
export function EraseDialog({ student, onClose }: EraseDialogProps) {
  const { t } = useTranslation("admin");
  const preview = useQuery(erasureQuery(student.id));
  const queryClient = useQueryClient();
  const obstacle = preview.data?.blocked_by;
  return (
    <ActDialog
      title={t("erase.title", { name: student.first_name })}
      action={t("erase.action")}
      hint={t("erase.reasonHint")}
      address={student.email}
      isDanger
      preview={preview}
      obstacle={obstacle && <Text>{t(`erase.blocked.${obstacle}`)}</Text>}
      onSend={async ({ reason, headers }) => {
        await take(
          core.POST("/api/v1/admin/students/{student_id}/erasure", {
            params: { path: { student_id: student.id } },
            body: { reason },
            headers,
          }),
        );
        // No list that one comes back to shows the student for a moment more.
        queryClient.removeQueries({ queryKey: ["admin"], type: "inactive" });
      }}
      onClose={onClose}
    >
      {(told) => <Preview preview={told} />}
    </ActDialog>
  );
}

function Preview({ preview }: { preview: Erasure }) {
  const { t } = useTranslation("admin");
  const { results, open_session: session } = preview;
  const taken = [
    t("erase.results", { count: results ?? 0 }),
    session && t("erase.session", { answered: session.answered, total: session.total }),
    t("erase.foundations"),
    t("erase.portfolio"),
    t("erase.account"),
  ].filter((line) => typeof line === "string");
  return (
    <>
      <Text>{t("erase.takes")}</Text>
      <List>
        {taken.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      <Text>{t("erase.stays")}</Text>
      <Text fw={600}>{t("erase.noUndo")}</Text>
    </>
  );
}
