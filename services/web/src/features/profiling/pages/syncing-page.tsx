import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { meQuery } from "@/api/queries";
import { PageTitle } from "@/components/page-title";
import { LoadingShape } from "@/components/states/loaded";
import { ProblemNotice } from "@/components/states/problem-notice";

import { runQuery } from "../data/queries";
import { pollEveryMs, tellSync } from "../model/syncing";
import { PathDrawing } from "../parts/path-drawing";
import { Travelling } from "../parts/travelling";

import "../strings";

/** The result is on its way to core. Resolves by itself; nobody is sent anywhere meanwhile. */
export function SyncingPage() {
  const { t } = useTranslation("profiling");
  const waitedS = useWaitedS();
  const isWaiting = (step: string | undefined) => step === "profiling";
  const me = useQuery({
    ...meQuery,
    refetchInterval: ({ state }) =>
      isWaiting(state.data?.next.step) ? pollEveryMs(waitedS()) : false,
  });
  const run = useQuery({
    ...(me.data ? runQuery(me.data) : { queryKey: ["profiling", "run"], queryFn: neverAsked }),
    enabled: isWaiting(me.data?.next.step),
    staleTime: 0,
    refetchInterval: () => pollEveryMs(waitedS()),
  });
  if (!me.data) return <LoadingShape />;
  const state = tellSync(me.data, run.data, waitedS());
  if (state === "notFinished" && !run.isFetching) return <Navigate to="/profiling" replace />;
  const attempts = run.data?.delivery?.attempts ?? 0;
  return (
    <Stack maw="var(--text-width)" mx="auto" gap="lg" align="flex-start">
      {state === "arrived" || state === "reset" ? (
        <PathDrawing done={state === "arrived" ? 6 : 0} isBroken={state === "reset"} />
      ) : (
        <Travelling isResting={state === "stuck"} />
      )}
      <Stack gap="xs" role="status">
        <PageTitle key={state === "arrived" ? "arrived" : "waiting"}>
          {t(`sync.${state}.title`)}
        </PageTitle>
        <Text size="lg">{t(`sync.${state}.text`)}</Text>
      </Stack>
      {(state === "slow" || state === "verySlow") && attempts > 1 && (
        <Text>{t("sync.attempts", { count: attempts })}</Text>
      )}
      {state !== "arrived" && me.isError && <ProblemNotice error={me.error} />}
      {state === "arrived" && (
        <Group>
          <Button component={Link} to="/result" size="lg">
            {t("sync.toResult")}
          </Button>
          <Button component={Link} to={me.data.next.url} size="lg" variant="default">
            {t(`sync.to.${me.data.next.step}`, { defaultValue: t("sync.to.other") })}
          </Button>
        </Group>
      )}
      {state === "reset" && (
        <Button component={Link} to="/profiling" size="lg">
          {t("sync.toStart")}
        </Button>
      )}
      {(state === "slow" || state === "verySlow" || state === "stuck") && (
        <Anchor component="button" type="button" onClick={() => void me.refetch()}>
          {t("sync.look")}
        </Anchor>
      )}
    </Stack>
  );
}

function neverAsked(): never {
  throw new Error("asked without a learner");
}

/** Seconds since the page was opened; ticks so that the words can change. */
function useWaitedS(): () => number {
  const [begun] = useState(() => performance.now());
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((ticks) => ticks + 1), 3000);
    return () => clearInterval(timer);
  }, []);
  return () => (performance.now() - begun) / 1000;
}
