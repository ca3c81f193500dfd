import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { AccountStatus } from "./search";

const COLORS: Record<string, string> = {
  invited: "amber",
  active: "spruce",
  suspended: "red",
  deactivated: "gray",
};

/** An account's state in a word; the colour only repeats it. */
export function StatusBadge({ status }: { status: AccountStatus }) {
  const { t } = useTranslation("admin");
  return (
    <Badge variant="light" color={COLORS[status] ?? "gray"}>
      {t(`status.${status}`)}
    </Badge>
  );
}
