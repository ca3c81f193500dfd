import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

import { core, take } from "@/api/client";
import { isPassing } from "@/api/problem";
import { PageTitle } from "@/components/page-title";

import { InvitationPanel } from "./invitation-panel";
import { StudentForm, type StudentFields } from "./student-form";
import "./strings";

/** Make a student and get, this once, the invitation to hand over. */
export function CreateStudentPage() {
  const { t } = useTranslation("admin");
  const queryClient = useQueryClient();
  // The same key until it worked: a form that is sent twice makes one student.
  const key = useRef(crypto.randomUUID());
  const create = useMutation({
    mutationFn: (fields: StudentFields) =>
      take(
        core.POST("/api/v1/admin/students", {
          body: { ...fields, locale: "en" },
          headers: { "Idempotency-Key": key.current },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["admin", "students"] }),
    onError: (error) => {
      // Refused: what is sent next is another form. Not heard: it may have been made.
      if (!isPassing(error)) key.current = crypto.randomUUID();
    },
  });
  const again = () => {
    key.current = crypto.randomUUID();
    create.reset();
  };
  if (create.data) {
    const { id, first_name: name, invitation } = create.data;
    return (
      <Stack maw="var(--text-width)">
        <PageTitle key="done">{t("create.done", { name })}</PageTitle>
        <InvitationPanel invitation={invitation} />
        <Group>
          <Button
            component={Link}
            to="/admin/students/$studentId"
            params={{ studentId: id } as never}
          >
            {t("create.open", { name })}
          </Button>
          <Button variant="default" onClick={again}>
            {t("create.another")}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack maw="var(--text-width)">
      <PageTitle>{t("create.title")}</PageTitle>
      <Text c="dimmed">{t("create.text")}</Text>
      <StudentForm
        initial={{
          email: "",
          first_name: "",
          last_name: "",
          grade: "",
          goal: "",
          time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        }}
        action={t("create.action")}
        isPending={create.isPending}
        error={create.error}
        onSubmit={(fields) => create.mutate(fields)}
        extra={
          <Button component={Link} to="/admin/students" variant="default">
            {t("common:cancel")}
          </Button>
        }
      />
    </Stack>
  );
}
