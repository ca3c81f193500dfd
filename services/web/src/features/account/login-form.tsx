import { Alert, Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { fieldErrors, ProblemError } from "@/api/problem";
import { logIn } from "@/api/session";
import { ProblemNotice } from "@/components/states/problem-notice";

import { formatWait } from "./countdown-text";
import { PasswordField } from "./password-field";
import "./strings";
import { useCountdown } from "./use-countdown";

/** E-mail and password. What was typed stays whatever the answer is. */
export function LoginForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation("account");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [missing, setMissing] = useState<{ email?: string; password?: string }>({});
  const emailField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const wait = useCountdown();
  const entry = useMutation({
    mutationFn: () => logIn(email.trim(), password),
    onSuccess: onDone,
    onError: (error) => {
      const isSlowedDown = error instanceof ProblemError && error.status === 429;
      if (isSlowedDown) wait.start(error.retryAfterS ?? 60);
      else if (fieldErrors(error)["email"]) emailField.current?.focus();
      else if (isWrong(error)) passwordField.current?.focus();
    },
  });
  const refused = fieldErrors(entry.error);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (entry.isPending || wait.left > 0) return;
    const lacking = {
      ...(email.trim() ? {} : { email: t("login.emailMissing") }),
      ...(password ? {} : { password: t("login.passwordMissing") }),
    };
    setMissing(lacking);
    if (lacking.email) emailField.current?.focus();
    else if (lacking.password) passwordField.current?.focus();
    else entry.mutate();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <LoginRefusal error={entry.error} left={wait.left} />
        <TextInput
          ref={emailField}
          label={t("email")}
          type="email"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          size="md"
          maxLength={254}
          value={email}
          error={missing.email ?? (refused["email"] ? t("emailRefused") : undefined)}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordField
          ref={passwordField}
          label={t("password.label")}
          autoComplete="current-password"
          value={password}
          error={missing.password ?? refused["password"]}
          onChange={setPassword}
        />
        <Button type="submit" size="md" loading={entry.isPending} disabled={wait.left > 0}>
          {wait.left > 0 ? t("login.wait", { time: formatWait(wait.left) }) : t("login.action")}
        </Button>
        <Anchor component={Link} to="/forgot-password" py={12} ta="center" size="sm">
          {t("login.forgot")}
        </Anchor>
      </Stack>
    </form>
  );
}

function LoginRefusal({ error, left }: { error: unknown; left: number }) {
  const { t } = useTranslation("account");
  if (!error || Object.keys(fieldErrors(error)).length > 0) return null;
  if (isWrong(error)) {
    return (
      <Alert role="alert" color="red" variant="light" title={t("login.wrongTitle")}>
        <Text size="sm" c="var(--mantine-color-text)">
          {t("login.wrong")}
        </Text>
      </Alert>
    );
  }
  if (error instanceof ProblemError && error.status === 429) {
    return (
      <Alert role="alert" color="amber" variant="light" title={t("login.slowTitle")}>
        <Text size="sm" c="var(--mantine-color-text)">
          {left > 0 ? t("login.slow") : t("login.slowOver")}
        </Text>
      </Alert>
    );
  }
  return <ProblemNotice error={error} />;
}

function isWrong(error: unknown): boolean {
  return error instanceof ProblemError && error.code === "invalid-credentials";
}
