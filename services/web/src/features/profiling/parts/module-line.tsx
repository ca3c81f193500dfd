import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ModuleProgress } from "../model/quiz";

interface ModuleLineProps {
  module: ModuleProgress;
  /** At a module's first question its title stands in the introduction below. */
  isBeginning: boolean;
}

/** The part one is in and how far it is. */
export function ModuleLine({ module, isBeginning }: ModuleLineProps) {
  const { t } = useTranslation("profiling");
  const { title, answered, total } = module;
  return (
    <Text size="sm" c="dimmed">
      {isBeginning && answered === 0
        ? t("progress.part", { count: total })
        : t("progress.module", { title, answered, total })}
    </Text>
  );
}
