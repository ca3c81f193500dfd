import { Alert, Button, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { core } from "@/api/client";
import { ProblemError } from "@/api/problem";
import { ProblemNotice } from "@/components/states/problem-notice";

import { formatWait } from "./countdown-text";
import { PasswordField } from "./password-field";
import { checkPassword, refusalOf, type Refusal } from "./password-rule";
import "./strings";
import { useCountdown } from "./use-countdown";
import { useRefusalText } from "./use-refusal-text";

interface ChangePasswordFormProps {
  /** For the password manager: whose password this is. */
  email: string;
  onDone: () => void;
}

export function ChangePasswordForm({ email, onDone }: ChangePasswordFormProps) {
  const { t } = useTranslation("account");
  const say = useRefusalText();
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const [wrong, setWrong] = useState<string | undefined>();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const currentField = useRef<HTMLInputElement>(null);
  const freshField = useRef<HTMLInputElement>(null);
  const wait = useCountdown();
  const change = useMutation({
    mutationFn: () =>
      core.POST("/api/v1/auth/password/change", {
        body: { current_password: current, new_password: fresh },
      }),
    onSuccess: onDone,
    onError: (error) => {
      const isWrong = error instanceof ProblemError && error.code === "invalid-credentials";
      if (error instanceof ProblemError && error.status === 429) {
        wait.start(error.retryAfterS ?? 60);
      }
      show(isWrong ? error.detail : undefined, refusalOf(error, "new_password"));
    },
  });
  const isSlowed = change.error instanceof ProblemError && change.error.status === 429;

  function show(wrongCurrent: string | undefined, refused: Refusal | null) {
    setWrong(wrongCurrent);
    setRefusal(refused);
    if (wrongCurrent) currentField.current?.focus();
    else if (refused) freshField.current?.focus();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (change.isPending || wait.left > 0) return;
    const lack = current ? undefined : t("password.currentMissing");
    const isSame = current !== "" && current === fresh;
    const found = isSame ? { code: "same", detail: "" } : checkPassword(fresh);
    show(lack, found);
    if (!lack && !found) change.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {isSlowed && (
          <Alert role="alert" color="amber" variant="light" title={t("login.slowTitle")}>
            <Text size="sm" c="var(--mantine-color-text)">
              {t("change.slow")}
            </Text>
          </Alert>
        )}
        {change.isError && !isSlowed && !wrong && !refusal && (
          <ProblemNotice error={change.error} />
        )}
        <input
          className="visually-hidden"
          type="email"
          autoComplete="username"
          value={email}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <PasswordField
          ref={currentField}
          label={t("password.current")}
          autoComplete="current-password"
          value={current}
          error={wrong}
          onChange={setCurrent}
        />
        <PasswordField
          ref={freshField}
          label={t("password.new")}
          description={t("password.rule")}
          autoComplete="new-password"
          value={fresh}
          error={say(refusal)}
          onChange={setFresh}
        />
        <Button type="submit" size="md" loading={change.isPending} disabled={wait.left > 0}>
          {wait.left > 0 ? t("login.wait", { time: formatWait(wait.left) }) : t("change.action")}
        </Button>
      </Stack>
    </form>
  );
}
