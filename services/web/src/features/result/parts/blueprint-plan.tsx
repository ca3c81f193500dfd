import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { components } from "@/api/generated/profiler";

import classes from "./blueprint.module.css";
import { Said } from "./said";

/** Six weeks, each with its task and how one knows that it is done. */
export function BlueprintPlan({ plan }: { plan: components["schemas"]["Blueprint"]["plan"] }) {
  const { t } = useTranslation("result");
  return (
    <section className={classes.section}>
      <Title order={2}>{t("blueprint.plan")}</Title>
      <ol className={classes.weeks}>
        {plan.map(({ week, title, hours, task, done_when: doneWhen }) => (
          <li key={week} className={classes.week}>
            <span className={classes.number} aria-hidden="true">
              {week}
            </span>
            <div>
              <Title order={3}>{title}</Title>
              <Text size="sm" c="dimmed">
                {t("blueprint.hours", { week, count: hours })}
              </Text>
              <Said statement={task} />
              <Text size="sm">{t("blueprint.doneWhen", { doneWhen })}</Text>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
