import { useTranslation } from "react-i18next";

import type { Refusal } from "./password-rule";
import "./strings";

/** A refusal as a sentence: ours where we have one for its code, else the service's. */
export function useRefusalText(): (refusal: Refusal | null) => string | undefined {
  const { t } = useTranslation("account");
  return (refusal) =>
    refusal
      ? t(`password.${refusal.code}`, { detail: refusal.detail, defaultValue: refusal.detail })
      : undefined;
}
