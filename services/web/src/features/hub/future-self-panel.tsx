import { Anchor, Progress, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";
import { formatPercent } from "@/lib/format";

import classes from "./hub.module.css";
import type { FutureSelf, Reason } from "./queries";
import "./strings";

interface FutureSelfPanelProps {
  futureSelf: FutureSelf;
  reasons: Readonly<Record<string, Reason>>;
}

/** The track one is on, how well it fits and how sure that is. */
export function FutureSelfPanel({ futureSelf, reasons }: FutureSelfPanelProps) {
  const { t } = useTranslation("hub");
  const { t: common } = useTranslation();
  const {
    track,
    recommended_track: recommended,
    alignment_percent: fit,
    band,
    tie,
    level,
  } = futureSelf;
  const why = (name: string) => t(`reason.${reasons[`/future_self/${name}`] ?? "unknown"}`);
  return (
    <Panel labelledBy="future-self">
      <Stack gap="sm" className={classes.self} data-track={track ?? undefined}>
        <Title order={2} size="h3" id="future-self">
          {t("self.title")}
        </Title>
        <Text className={classes.track}>
          {track ? common(`track.${track}`) : `${common("unknown")}: ${why("track")}`}
        </Text>
        {recommended && recommended !== track && (
          <Text size="sm">{t("self.recommended", { track: common(`track.${recommended}`) })}</Text>
        )}
        {fit === null ? (
          <Text size="sm" c="dimmed">
            {t("self.fitUnknown", { why: why("alignment_percent") })}
          </Text>
        ) : (
          <div>
            <Text size="sm" id="self-fit">
              {t("self.fit", { percent: formatPercent(fit) })}
            </Text>
            <Progress.Root size="md" mt={6} className={classes.progress}>
              <Progress.Section
                value={fit}
                aria-labelledby="self-fit"
                color="var(--own, var(--mantine-primary-color-filled))"
              />
            </Progress.Root>
          </div>
        )}
        {tie ? (
          <Text size="sm">{t("self.tie")}</Text>
        ) : (
          band && <Text size="sm">{t(`self.band.${band}`)}</Text>
        )}
        <Text size="sm">
          {level
            ? t("self.level", { level: t(`level.${level}`) })
            : t("self.levelUnknown", { why: why("level") })}
        </Text>
        <Anchor component={Link} to="/result" py={12}>
          {t("self.more")}
        </Anchor>
      </Stack>
    </Panel>
  );
}
