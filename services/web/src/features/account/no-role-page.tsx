import { useTranslation } from "react-i18next";

import { AccountCard } from "./account-card";
import { LogOutButton } from "./log-out-button";
import { LookAgain } from "./look-again";
import "./strings";

/** Logged in, but nobody has said yet what this person does here. */
export function NoRolePage() {
  const { t } = useTranslation("account");
  return (
    <AccountCard title={t("noRole.title")} lead={t("noRole.text")}>
      <LookAgain />
      <LogOutButton />
    </AccountCard>
  );
}
