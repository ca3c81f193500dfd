import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ModuleId, Progress } from "../model/quiz";
import classes from "./progress-bars.module.css";

interface ProgressBarsProps {
  progress: Progress;
  /** The module one is in, marked among the others. */
  current?: ModuleId;
}

/** One bar over all questions, cut into the modules. */
export function ProgressBars({ progress, current }: ProgressBarsProps) {
  const { t } = useTranslation("profiling");
  const { answered, total } = progress;
  const words = t("progress.overall", { answered, total });
  return (
    <div>
      <Text size="sm" fw={600} aria-hidden="true">
        {words}
      </Text>
      <div
        className={classes.bar}
        role="progressbar"
        aria-label={t("progress.label")}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={answered}
        aria-valuetext={words}
      >
        {progress.modules.map((module) => (
          <span
            key={module.id}
            className={classes.module}
            style={{ flexGrow: Math.max(module.total, 2) }}
            data-current={module.id === current || undefined}
          >
            <span
              className={classes.done}
              style={{ width: `${(100 * module.answered) / Math.max(module.total, 1)}%` }}
            />
          </span>
        ))}
      </div>
    </div>
  );
}
