import { useTranslation } from "react-i18next";

import { AccountCard } from "./account-card";
import { LogOutButton } from "./log-out-button";
import { LookAgain } from "./look-again";
import "./strings";

/** The account is not active: what that means and who can help. */
export function SuspendedPage() {
  const { t } = useTranslation("account");
  return (
    <AccountCard title={t("suspended.title")} lead={t("suspended.text")}>
      <LookAgain />
      <LogOutButton />
    </AccountCard>
  );
}
