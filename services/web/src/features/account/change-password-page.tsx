import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { meQuery } from "@/api/queries";
import { forget } from "@/api/session";

import { AccountCard } from "./account-card";
import { ChangePasswordForm } from "./change-password-form";
import "./strings";

/** A new password in place of the one that is known; core then ends every login. */
export function ChangePasswordPage() {
  const { t } = useTranslation("account");
  const { data: me } = useQuery(meQuery);
  const navigate = useNavigate();
  const isForced = me?.next.step === "change_password";

  function finish() {
    forget();
    void navigate({ to: "/login", search: { note: "password-changed" }, replace: true });
  }

  return (
    <AccountCard title={t("change.title")} lead={t(isForced ? "change.leadForced" : "change.lead")}>
      <ChangePasswordForm email={me?.user.email ?? ""} onDone={finish} />
      {!isForced && (
        <Anchor component={Link} to="/settings" py={12} ta="center" size="sm">
          {t("change.back")}
        </Anchor>
      )}
    </AccountCard>
  );
}
