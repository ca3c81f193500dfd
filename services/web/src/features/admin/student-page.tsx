import { Alert, Anchor, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { core, take } from "@/api/client";
import { ProblemError } from "@/api/problem";
import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { EmptyState } from "@/components/states/empty-state";
import { Loaded } from "@/components/states/loaded";

import { AccountActions } from "./account-actions";
import { ErasePanel } from "./erase-panel";
import { ErasedStudent } from "./erased-student";
import { JourneyPanel } from "./journey-panel";
import { studentQuery, type Student } from "./queries";
import { StatusBadge } from "./status-badge";
import { StudentForm, type StudentFields } from "./student-form";
import "./strings";

/** One student: who, where on the journey, and what an administrator may do. */
export function StudentPage() {
  const { studentId } = useParams({ strict: false }) as { studentId: string };
  const { t } = useTranslation("admin");
  const query = useQuery(studentQuery(studentId));
  const isUnknown = query.error instanceof ProblemError && query.error.status === 404;
  return (
    <Stack gap="md">
      <Anchor component={Link} to="/admin/students" size="sm" py="xs">
        {t("student.all")}
      </Anchor>
      {!query.data && <PageTitle key="unknown">{t("student.title")}</PageTitle>}
      {isUnknown ? (
        <EmptyState title={t("student.none")}>{t("student.noneText")}</EmptyState>
      ) : (
        <Loaded query={query} lines={5}>
          {(student) =>
            student.status === "erased" ? (
              <ErasedStudent student={student} key={student.id} />
            ) : (
              <Page student={student} key={student.id} />
            )
          }
        </Loaded>
      )}
    </Stack>
  );
}

function Page({ student }: { student: Student }) {
  const { t } = useTranslation("admin");
  return (
    <Stack gap="xl">
      <Stack gap="xs">
        <PageTitle>{`${student.first_name} ${student.last_name}`}</PageTitle>
        <Group gap="sm">
          <StatusBadge status={student.status} />
          <Text c="dimmed">{student.email}</Text>
        </Group>
      </Stack>
      <JourneyPanel student={student} />
      <Panel labelledBy="account">
        <Title order={2} id="account" tabIndex={-1} mb="md">
          {t("account.title")}
        </Title>
        <AccountActions student={student} />
      </Panel>
      <Panel labelledBy="details">
        <Title order={2} id="details" mb="md">
          {t("details.title")}
        </Title>
        <Details student={student} />
      </Panel>
      <ErasePanel student={student} />
    </Stack>
  );
}

function Details({ student }: { student: Student }) {
  const { t } = useTranslation("admin");
  const queryClient = useQueryClient();
  const [saved, setSaved] = useState(false);
  const change = useMutation({
    mutationFn: (fields: StudentFields) =>
      take(
        core.PATCH("/api/v1/admin/students/{student_id}", {
          params: { path: { student_id: student.id } },
          body: fields,
        }),
      ),
    onMutate: () => setSaved(false),
    onSuccess: (changed) => {
      queryClient.setQueryData(studentQuery(student.id).queryKey, changed);
      setSaved(true);
      return queryClient.invalidateQueries({ queryKey: ["admin", "students"] });
    },
  });
  return (
    <Stack>
      <div role="status">{saved && <Alert color="spruce">{t("details.saved")}</Alert>}</div>
      <StudentForm
        initial={student}
        action={t("details.save")}
        isPending={change.isPending}
        error={change.error}
        onSubmit={(fields) => change.mutate(fields)}
      />
    </Stack>
  );
}
