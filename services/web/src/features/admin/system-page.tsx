import { Alert, Anchor, Stack, Table, Text } from "@mantine/core";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { ProblemNotice } from "@/components/states/problem-notice";
import { EmptyState } from "@/components/states/empty-state";
import { Loaded, LoadingShape } from "@/components/states/loaded";
import { formatInstant } from "@/lib/format";

import classes from "./list.module.css";
import { healthQuery, lettersQuery, type LetterPage } from "./queries";
import "./strings";

/** How the system is: what waits to be delivered, and what was given up. */
export function SystemPage() {
  const { t } = useTranslation("admin");
  const query = useQuery(healthQuery);
  const letters = useQuery({ ...lettersQuery("profiler", undefined), refetchInterval: 15_000 });
  return (
    <Stack gap="lg">
      <PageTitle>{t("system.title")}</PageTitle>
      <Loaded query={query} lines={3}>
        {(health) => (
          <>
            <Verdict isCoreWell={health.state === "ok"} letters={letters} />
            {health.queues.length === 0 ? (
              <EmptyState title={t("system.empty")}>{t("system.emptyText")}</EmptyState>
            ) : (
              <Panel>
                <div className={classes.scroll}>
                  <Table>
                    <Table.Caption>
                      {t("system.asOf", { at: formatInstant(new Date(query.dataUpdatedAt)) })}
                    </Table.Caption>
                    <Table.Thead>
                      <Table.Tr>
                        <Table.Th scope="col">{t("system.consumer")}</Table.Th>
                        <Table.Th scope="col" className={classes.figure}>
                          {t("system.pending")}
                        </Table.Th>
                        <Table.Th scope="col" className={classes.figure}>
                          {t("system.oldest")}
                        </Table.Th>
                        <Table.Th scope="col" className={classes.figure}>
                          {t("system.dead")}
                        </Table.Th>
                      </Table.Tr>
                    </Table.Thead>
                    <Table.Tbody>
                      {health.queues.map((queue) => (
                        <Table.Tr key={queue.consumer}>
                          <Table.Th scope="row">{queue.consumer}</Table.Th>
                          <Table.Td className={classes.figure}>{queue.pending}</Table.Td>
                          <Table.Td className={classes.figure}>
                            {queue.oldest_s === null
                              ? "–"
                              : t("system.seconds", { count: Math.round(queue.oldest_s) })}
                          </Table.Td>
                          <Table.Td className={classes.figure}>{queue.dead}</Table.Td>
                        </Table.Tr>
                      ))}
                    </Table.Tbody>
                  </Table>
                </div>
              </Panel>
            )}
            <Text size="sm" c="dimmed">
              {t("system.more")} <Anchor href="/django-admin/">{t("system.djangoAdmin")}</Anchor>
            </Text>
          </>
        )}
      </Loaded>
    </Stack>
  );
}

interface VerdictProps {
  isCoreWell: boolean;
  letters: UseQueryResult<LetterPage>;
}

/** Both services in one sentence; nothing is called well that was not looked at. */
function Verdict({ isCoreWell, letters }: VerdictProps) {
  const { t } = useTranslation("admin");
  if (letters.isPending) return <LoadingShape lines={1} />;
  if (letters.isError) return <ProblemNotice error={letters.error} />;
  const given = letters.data.results.length;
  const state = isCoreWell && given === 0 ? "ok" : "attention";
  return (
    <Alert
      role="status"
      color={state === "ok" ? "spruce" : "amber"}
      title={t(`system.${state}`)}
      styles={{ message: { color: "var(--mantine-color-text)" } }}
    >
      <Stack gap={4}>
        {t(`system.${state}Text`)}
        {!isCoreWell && (
          <Anchor component={Link} to="/admin/dead-letters" search={{ service: "core" } as never}>
            {t("system.lookCore")}
          </Anchor>
        )}
        {given > 0 && (
          <>
            {t("system.ofProfiler", { count: given })}
            <Anchor
              component={Link}
              to="/admin/dead-letters"
              search={{ service: "profiler" } as never}
            >
              {t("system.lookProfiler")}
            </Anchor>
          </>
        )}
      </Stack>
    </Alert>
  );
}
