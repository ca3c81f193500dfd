import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Reason } from "../model/result-view";

/** In place of something that is not known, and why. */
export function Unknown({ reason }: { reason: Reason | null }) {
  const { t } = useTranslation("result");
  return <Text c="dimmed">{t(`unknown.${reason ?? "no-reason"}`)}</Text>;
}
