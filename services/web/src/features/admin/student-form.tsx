import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useEffect, useRef, type FormEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { fieldErrors } from "@/api/problem";
import { ProblemNotice } from "@/components/states/problem-notice";

export interface StudentFields {
  email: string;
  first_name: string;
  last_name: string;
  grade: string;
  goal: string;
  time_zone: string;
}

interface StudentFormProps {
  initial: StudentFields;
  action: string;
  isPending: boolean;
  error: unknown;
  onSubmit: (fields: StudentFields) => void;
  extra?: ReactNode;
}

const NAMES = ["first_name", "last_name", "email", "grade", "goal", "time_zone"] as const;

/** The fields of a student, for making one and for changing one. The service judges; its
 * sentences stand at the fields, and the first of them takes the focus. */
export function StudentForm(props: StudentFormProps) {
  const { t } = useTranslation("admin");
  const form = useRef<HTMLFormElement>(null);
  const errors = fieldErrors(props.error);
  const isAboutFields = NAMES.some((name) => errors[name]);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [props.error]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const read = (name: string) => String(given.get(name) ?? "").trim();
    props.onSubmit(Object.fromEntries(NAMES.map((name) => [name, read(name)])) as never);
  };
  const field = (name: keyof StudentFields) => ({
    name,
    label: t(`field.${name}`),
    defaultValue: props.initial[name],
    error: errors[name],
  });
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Stack maw="34rem">
        {props.error !== null && !isAboutFields && <ProblemNotice error={props.error} />}
        <TextInput {...field("first_name")} required maxLength={100} autoComplete="off" />
        <TextInput {...field("last_name")} required maxLength={100} autoComplete="off" />
        <TextInput {...field("email")} type="email" required maxLength={254} autoComplete="off" />
        <TextInput {...field("grade")} maxLength={40} autoComplete="off" />
        <Textarea {...field("goal")} maxLength={400} autosize minRows={2} />
        <TextInput
          {...field("time_zone")}
          list="time-zones"
          description={t("field.timeZoneHint")}
          autoComplete="off"
        />
        <datalist id="time-zones">
          {Intl.supportedValuesOf("timeZone").map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <Group>
          <Button type="submit" loading={props.isPending}>
            {props.action}
          </Button>
          {props.extra}
        </Group>
      </Stack>
    </form>
  );
}
