import { Button, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { ProblemNotice } from "@/components/states/problem-notice";

import { PasswordField } from "./password-field";
import { checkPassword, refusalOf, type Refusal } from "./password-rule";
import "./strings";
import { useRefusalText } from "./use-refusal-text";

interface NewPasswordFormProps {
  action: string;
  send: (password: string) => Promise<unknown>;
  onDone: () => void;
}

/**
 * One field and a switch that shows it, instead of typing it twice: on a phone the second time
 * doubles the slips, and password managers fill one field more surely.
 */
export function NewPasswordForm({ action, send, onDone }: NewPasswordFormProps) {
  const { t } = useTranslation("account");
  const say = useRefusalText();
  const [password, setPassword] = useState("");
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const setting = useMutation({
    mutationFn: send,
    onSuccess: onDone,
    onError: (error) => refuse(refusalOf(error, "password")),
  });

  function refuse(found: Refusal | null) {
    setRefusal(found);
    if (found) field.current?.focus();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (setting.isPending) return;
    const found = checkPassword(password);
    refuse(found);
    if (!found) setting.mutate(password);
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {setting.isError && !refusal && <ProblemNotice error={setting.error} />}
        <PasswordField
          ref={field}
          label={t("password.new")}
          description={t("password.rule")}
          autoComplete="new-password"
          value={password}
          error={say(refusal)}
          onChange={setPassword}
        />
        <Button type="submit" size="md" loading={setting.isPending}>
          {action}
        </Button>
      </Stack>
    </form>
  );
}
