import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { core, take } from "@/api/client";
import { ProblemNotice } from "@/components/states/problem-notice";

import { InvitationPanel } from "./invitation-panel";
import { erasureQuery, studentQuery, type Student } from "./queries";
import { ReasonDialog } from "./reason-dialog";

/** Invite again, activate, deactivate: those that this account's state allows. */
export function AccountActions({ student }: { student: Student }) {
  const { t } = useTranslation("admin");
  const queryClient = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const params = { path: { student_id: student.id } };
  const keep = (changed: Student) => {
    queryClient.setQueryData(studentQuery(student.id).queryKey, changed);
    setAsking(false);
    // Whether the student may be erased hangs on it.
    void queryClient.invalidateQueries({ queryKey: erasureQuery(student.id).queryKey });
    return queryClient.invalidateQueries({ queryKey: ["admin", "students"] });
  };
  const invite = useMutation({
    mutationFn: () =>
      take(core.POST("/api/v1/admin/students/{student_id}/invitation", { params, body: {} })),
  });
  const activate = useMutation({
    mutationFn: () =>
      take(core.POST("/api/v1/admin/students/{student_id}/activate", { params, body: {} })),
    onSuccess: keep,
  });
  const deactivate = useMutation({
    mutationFn: (reason: string) =>
      take(
        core.POST("/api/v1/admin/students/{student_id}/deactivate", { params, body: { reason } }),
      ),
    onSuccess: keep,
  });
  const error = invite.error ?? activate.error;
  return (
    <Stack>
      <Text c="dimmed">{t(`account.is.${student.status}`)}</Text>
      <Group>
        {student.status === "invited" && (
          <Button variant="default" loading={invite.isPending} onClick={() => invite.mutate()}>
            {t("account.invite")}
          </Button>
        )}
        {student.status === "deactivated" && (
          <Button variant="default" loading={activate.isPending} onClick={() => activate.mutate()}>
            {t("account.activate")}
          </Button>
        )}
        {student.status !== "deactivated" && (
          <Button variant="default" color="red" onClick={() => setAsking(true)}>
            {t("account.deactivate")}
          </Button>
        )}
      </Group>
      {error && <ProblemNotice error={error} />}
      <div role="status">
        {activate.isSuccess && student.status === "active" && (
          <Alert color="spruce">{t("account.activated")}</Alert>
        )}
      </div>
      {invite.data && <InvitationPanel invitation={invite.data} />}
      {isAsking && (
        <ReasonDialog
          title={t("account.deactivateTitle", { name: student.first_name })}
          action={t("account.deactivate")}
          label={t("reason.audit")}
          isDanger
          isPending={deactivate.isPending}
          error={deactivate.error}
          onSubmit={(reason) => deactivate.mutate(reason)}
          onClose={() => setAsking(false)}
        >
          <Text>{t("account.deactivateText")}</Text>
        </ReasonDialog>
      )}
    </Stack>
  );
}
