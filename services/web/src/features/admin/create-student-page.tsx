import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { core, take } from "@/api/client";
import { PageTitle } from "@/components/page-title";

import { InvitationPanel } from "./invitation-panel";
import { StudentForm, type StudentFields } from "./student-form";
import "./strings";
import { useIdempotencyKey } from "./use-idempotency-key";

/** Make a student and get, this once, the invitation to hand over. */
export function CreateStudentPage() {
  const { t } = useTranslation("admin");
  const queryClient = useQueryClient();
  const key = useIdempotencyKey();
  const create = useMutation({
    mutationFn: (fields: StudentFields) =>
      take(
        core.POST("/api/v1/admin/students", {
          body: { ...fields, locale: "en" },
          headers: key.headers(),
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["admin", "students"] }),
    onError: key.renewAfter,
  });
  const again = () => {
    key.renew();
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
