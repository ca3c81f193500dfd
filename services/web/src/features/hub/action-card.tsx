import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { formatInstant } from "@/lib/format";

import { opensAt, placeOfAction } from "./action-model";
import classes from "./hub.module.css";
import type { Action } from "./queries";
import "./strings";

interface ActionCardProps {
  action: Action;
  isFirst: boolean;
  /** Show how its rank came about. */
  withScore?: boolean;
}

/** One thing to do next, and why it is here. */
export function ActionCard({ action, isFirst, withScore = false }: ActionCardProps) {
  const { t } = useTranslation("hub");
  const place = placeOfAction(action);
  const later = opensAt(action, new Date());
  const { modules_done: done, modules_total: total, band, tie } = action.evidence;
  return (
    <Stack gap="xs" className={classes.action} data-first={isFirst || undefined}>
      <Title order={3}>{action.title}</Title>
      <Text c="dimmed">{t(`why.${action.reason}`, { defaultValue: t("why.other") })}</Text>
      {done !== null && total !== null && (
        <Text size="sm">{t("evidence.modules", { done, total })}</Text>
      )}
      {tie === true && <Text size="sm">{t("evidence.tie")}</Text>}
      {tie !== true && band === "low" && <Text size="sm">{t("evidence.low")}</Text>}
      {action.urgency === "urgent" && <Text fw={600}>{t("urgent")}</Text>}
      {action.deadline && (
        <Text fw={600}>{t("deadline", { at: formatInstant(action.deadline) })}</Text>
      )}
      {later && <Text size="sm">{t("opens", { at: formatInstant(later) })}</Text>}
      {withScore && <Score action={action} />}
      {place && (
        <Group>
          <Button component={Link} to={place} size="md" variant={isFirst ? "filled" : "default"}>
            {t("open")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Score({ action: { score } }: { action: Action }) {
  const { t } = useTranslation("hub");
  return (
    <details className={classes.details}>
      <summary>{t("score.title")}</summary>
      <dl className={classes.facts}>
        {(["journey", "decision", "upkeep", "total"] as const).map((part) => (
          <div className={classes.fact} key={part}>
            <dt>{t(`score.${part}`)}</dt>
            <dd>{score[part]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
