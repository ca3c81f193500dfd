import { Alert, Anchor, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { Loaded } from "@/components/states/loaded";
import { formatInstant } from "@/lib/format";

import { readProfilerState, type Erasure } from "./erasure";
import classes from "./list.module.css";
import { erasureQuery, type Student } from "./queries";
import { StatusBadge } from "./status-badge";

/** What is left of somebody who was erased, and whether the profiler has confirmed it. */
export function ErasedStudent({ student }: { student: Student }) {
  const { t } = useTranslation("admin");
  const query = useQuery(erasureQuery(student.id));
  return (
    <Stack gap="lg">
      <Stack gap="xs" align="flex-start">
        <PageTitle>{t("erased.title")}</PageTitle>
        <StatusBadge status={student.status} />
      </Stack>
      <Text maw="var(--text-width)">{t("erased.text")}</Text>
      <Loaded query={query} lines={3}>
        {(erasure) => (
          <>
            <InProfiler erasure={erasure} />
            <Panel>
              <dl className={classes.facts}>
                <dt>{t("erased.id")}</dt>
                <dd>{student.id}</dd>
                <dt>{t("journey.created")}</dt>
                <dd>{formatInstant(student.created_at)}</dd>
                <dt>{t("erased.here")}</dt>
                <dd>{tellInstant(erasure.erased_at) ?? t("common:unknown")}</dd>
                <dt>{t("erased.there")}</dt>
                <dd>{tellInstant(erasure.profiler_erased_at) ?? t("erased.notYet")}</dd>
              </dl>
            </Panel>
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function tellInstant(instant: string | null): string | null {
  return instant && formatInstant(instant);
}

function InProfiler({ erasure }: { erasure: Erasure }) {
  const { t } = useTranslation("admin");
  const state = readProfilerState(erasure);
  return (
    <Alert
      role="status"
      color={state === "confirmed" ? "spruce" : "amber"}
      title={t(state === "confirmed" ? "erased.done" : "erased.waits")}
      styles={{ message: { color: "var(--mantine-color-text)" } }}
    >
      <Stack gap={4} align="flex-start">
        {t(`erased.profiler.${state}`, { reason: erasure.waits_because })}
        {state === "wayward" && (
          <Anchor component={Link} to="/admin/dead-letters" search={{ service: "core" } as never}>
            {t("system.lookCore")}
          </Anchor>
        )}
      </Stack>
    </Alert>
  );
}
