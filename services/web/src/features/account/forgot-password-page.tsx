import { Alert, Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { publicCore } from "@/api/client";
import { fieldErrors, ProblemError } from "@/api/problem";
import { ProblemNotice } from "@/components/states/problem-notice";

import { AccountCard } from "./account-card";
import { formatWait } from "./countdown-text";
import "./strings";
import { useCountdown } from "./use-countdown";

/** Ask for a link. The answer is always the same, so that nobody learns who has an account. */
export function ForgotPasswordPage() {
  const { t } = useTranslation("account");
  return (
    <AccountCard title={t("forgot.title")} lead={t("forgot.lead")}>
      <ForgotPasswordForm />
      <Anchor component={Link} to="/login" py={12} ta="center" size="sm">
        {t("forgot.back")}
      </Anchor>
    </AccountCard>
  );
}

export function ForgotPasswordForm() {
  const { t } = useTranslation("account");
  const [email, setEmail] = useState("");
  const [lack, setLack] = useState<string | undefined>();
  const field = useRef<HTMLInputElement>(null);
  const wait = useCountdown();
  const asking = useMutation({
    mutationFn: (to: string) =>
      publicCore.POST("/api/v1/auth/password/reset-request", { body: { email: to } }),
    onError: (error) => {
      if (error instanceof ProblemError && error.status === 429) {
        wait.start(error.retryAfterS ?? 60);
      }
      if (fieldErrors(error)["email"]) field.current?.focus();
    },
  });
  const isRefused = fieldErrors(asking.error)["email"] !== undefined;
  const isSlowed = asking.error instanceof ProblemError && asking.error.status === 429;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (asking.isPending || wait.left > 0) return;
    const to = email.trim();
    setLack(to ? undefined : t("login.emailMissing"));
    if (to) asking.mutate(to);
    else field.current?.focus();
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {asking.isSuccess && (
          <Alert role="status" color="spruce" variant="light" title={t("forgot.sentTitle")}>
            <Text size="sm" c="var(--mantine-color-text)">
              {t("forgot.sent", { email: asking.variables })}
            </Text>
          </Alert>
        )}
        {asking.isError && !isRefused && !isSlowed && <ProblemNotice error={asking.error} />}
        {isSlowed && (
          <Alert role="alert" color="amber" variant="light" title={t("login.slowTitle")}>
            <Text size="sm" c="var(--mantine-color-text)">
              {t("forgot.slow")}
            </Text>
          </Alert>
        )}
        <TextInput
          ref={field}
          label={t("email")}
          type="email"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          size="md"
          maxLength={254}
          value={email}
          error={lack ?? (isRefused ? t("emailRefused") : undefined)}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button
          type="submit"
          size="md"
          variant={asking.isSuccess ? "default" : "filled"}
          loading={asking.isPending}
          disabled={wait.left > 0}
        >
          {wait.left > 0
            ? t("login.wait", { time: formatWait(wait.left) })
            : asking.isSuccess
              ? t("forgot.again")
              : t("forgot.action")}
        </Button>
      </Stack>
    </form>
  );
}
