import { Button, List, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { publicCore } from "@/api/client";
import { ProblemError } from "@/api/problem";

import { AccountCard } from "./account-card";
import { readLinkSearch } from "./login-search";
import { NewPasswordForm } from "./new-password-form";
import "./strings";

const LINKS = {
  invite: { path: "/api/v1/auth/invitations/accept", note: "invitation-accepted" },
  reset: { path: "/api/v1/auth/password/reset", note: "password-reset" },
} as const;

/** What a mailed link opens: a password to choose, or what to do when the link does not work. */
export function LinkPage({ kind }: { kind: keyof typeof LINKS }) {
  const { t } = useTranslation("account");
  const { token } = readLinkSearch(useSearch({ strict: false }));
  const [isDead, setDead] = useState(false);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { path, note } = LINKS[kind];
  if (!token || isDead) return <DeadLink kind={kind} key="dead" />;

  async function send(password: string) {
    try {
      await publicCore.POST(path, { body: { token: token ?? "", password } });
    } catch (error) {
      if (isDeadLink(error)) setDead(true);
      throw error;
    }
  }

  function finish() {
    // Whoever was logged in here before is not who logs in now.
    queryClient.clear();
    void navigate({ to: "/login", search: { note }, replace: true });
  }

  return (
    <AccountCard title={t(`${kind}.title`)} lead={t(`${kind}.lead`)}>
      <NewPasswordForm action={t(`${kind}.action`)} send={send} onDone={finish} />
    </AccountCard>
  );
}

function DeadLink({ kind }: { kind: keyof typeof LINKS }) {
  const { t } = useTranslation("account");
  return (
    <AccountCard title={t(`${kind}.deadTitle`)}>
      <Text>{t("deadLink.because")}</Text>
      <List spacing="xs" pr="md">
        <List.Item>{t("deadLink.used")}</List.Item>
        <List.Item>{t(`${kind}.deadOld`)}</List.Item>
        <List.Item>{t("deadLink.cut")}</List.Item>
      </List>
      {kind === "reset" && (
        <Button component={Link} to="/forgot-password" size="md">
          {t("reset.again")}
        </Button>
      )}
      <Button
        component={Link}
        to="/login"
        variant={kind === "reset" ? "default" : "filled"}
        size="md"
      >
        {t("toLogin")}
      </Button>
    </AccountCard>
  );
}

/** The link is used, old or unknown; a token that is no token at all is refused as a value. */
function isDeadLink(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false;
  return error.code === "invalid-link" || error.fields.some(({ pointer }) => pointer === "/token");
}
