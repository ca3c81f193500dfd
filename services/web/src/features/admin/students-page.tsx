import { Badge, Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { Pager } from "@/components/pager";
import { EmptyState } from "@/components/states/empty-state";
import { Loaded } from "@/components/states/loaded";
import { formatDate } from "@/lib/format";

import classes from "./list.module.css";
import { studentsQuery, type Student } from "./queries";
import { readStudentsSearch, STATUSES } from "./search";
import { StatusBadge } from "./status-badge";
import "./strings";

const TYPING_PAUSE_MS = 300;

/** Every student, newest first, searched and filtered in the address. */
export function StudentsPage() {
  const { t } = useTranslation("admin");
  const narrowed = readStudentsSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const query = useQuery(studentsQuery(narrowed));
  const isNarrowed = narrowed.search !== undefined || narrowed.status !== undefined;
  const narrow = (change: Record<string, string | undefined>) =>
    void navigate({
      to: "/admin/students",
      search: { ...narrowed, cursor: undefined, ...change } as never,
      replace: true,
    });
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <PageTitle>{t("students.title")}</PageTitle>
        <Button component={Link} to="/admin/students/new">
          {t("students.create")}
        </Button>
      </Group>
      <Group align="flex-end" role="search">
        <SearchField
          value={narrowed.search ?? ""}
          onSearch={(search) => narrow({ search: search || undefined })}
        />
        <NativeSelect
          label={t("students.status")}
          value={narrowed.status ?? ""}
          onChange={(event) => narrow({ status: event.currentTarget.value || undefined })}
          data={[
            { value: "", label: t("students.anyStatus") },
            ...STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) })),
          ]}
        />
      </Group>
      <Loaded query={query} lines={6}>
        {(page) =>
          page.results.length === 0 ? (
            <EmptyState
              title={t(isNarrowed ? "students.noneFound" : "students.none")}
              action={
                isNarrowed ? (
                  <Button
                    variant="default"
                    onClick={() => narrow({ search: undefined, status: undefined })}
                  >
                    {t("students.showAll")}
                  </Button>
                ) : undefined
              }
            >
              {t(isNarrowed ? "students.noneFoundText" : "students.noneText")}
            </EmptyState>
          ) : (
            <>
              <ul className={classes.list} aria-label={t("students.title")}>
                {page.results.map((student) => (
                  <StudentRow key={student.id} student={student} />
                ))}
              </ul>
              <Pager page={page} onGo={(cursor) => narrow({ cursor })} />
            </>
          )
        }
      </Loaded>
    </Stack>
  );
}

interface SearchFieldProps {
  value: string;
  onSearch: (text: string) => void;
}

function SearchField({ value, onSearch }: SearchFieldProps) {
  const { t } = useTranslation("admin");
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  const [seen, setSeen] = useState(value);
  const search = useDebouncedCallback((words: string) => {
    setSent(words);
    onSearch(words);
  }, TYPING_PAUSE_MS);
  if (value !== seen) {
    // The address changed. Unless we changed it, what it says now is what is searched for.
    setSeen(value);
    if (value !== sent) setText(value);
  }
  return (
    <TextInput
      type="search"
      label={t("students.search")}
      placeholder={t("students.searchHint")}
      value={text}
      maxLength={100}
      onChange={(event) => {
        setText(event.currentTarget.value);
        search(event.currentTarget.value.trim());
      }}
      className={classes.search}
    />
  );
}

function StudentRow({ student }: { student: Student }) {
  const { t } = useTranslation("admin");
  const isErased = student.status === "erased";
  return (
    <li className={classes.row}>
      <Link
        to="/admin/students/$studentId"
        params={{ studentId: student.id } as never}
        className={classes.link}
      >
        <span className={classes.name}>
          {isErased ? t("erased.title") : `${student.first_name} ${student.last_name}`}
        </span>
        <Text component="span" size={isErased ? "xs" : "sm"} c="dimmed">
          {isErased ? student.id : student.email}
        </Text>
      </Link>
      <Group gap="xs">
        <StatusBadge status={student.status} />
        {!isErased && (
          <Badge variant="light" color="gray">
            {t(`step.${student.status === "invited" ? "invited" : student.next.step}`)}
          </Badge>
        )}
        <Text component="span" size="xs" c="dimmed">
          {formatDate(student.created_at)}
        </Text>
      </Group>
    </li>
  );
}
