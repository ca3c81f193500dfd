import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { Me } from "@/api/queries";
import { Panel } from "@/components/panel";
import { LoadingShape } from "@/components/states/loaded";
import { ProblemNotice } from "@/components/states/problem-notice";

import { boxFor, useBoxView } from "../device/boxes";
import { answersOf } from "../model/answer-queue";
import { placeOf, tellProgress, type Bank } from "../model/quiz";
import { ProgressBars } from "./progress-bars";
import { SavedState } from "./saved-state";
import { useStart } from "./use-start";

interface GoOnProps {
  me: Me;
  bank: Bank;
  sessionId: string;
}

/** A profiling was begun: how far it is, and the way back to the first open question. */
export function GoOn({ me, bank, sessionId }: GoOnProps) {
  const { t } = useTranslation("profiling");
  const box = boxFor(me.user.id, sessionId);
  const view = useBoxView(box);
  const { closed } = view.queue;
  const progress = tellProgress(bank, answersOf(view.queue));
  const start = useStart(me, { open: box, hasAnswers: progress.answered > 0 });
  if (!view.isReady) return <LoadingShape lines={2} />;
  const place = progress.firstOpen && placeOf(bank, progress.firstOpen);
  const isAway = start.isError;
  return (
    <Panel labelledBy="welcome-go-on">
      <Stack gap="md">
        <Title order={2} id="welcome-go-on">
          {t("welcome.goOnTitle")}
        </Title>
        {closed ? (
          <Alert color="amber" title={t(`ended.${closed}.title`)}>
            <Text c="var(--mantine-color-text)">{t(`ended.${closed}.text`)}</Text>
          </Alert>
        ) : (
          <>
            <ProgressBars progress={progress} />
            <SavedState view={view} />
          </>
        )}
        {start.isError && <ProblemNotice error={start.error} onRetry={() => start.mutate()} />}
        <Group>
          <Button size="lg" loading={start.isPending} onClick={() => start.mutate()}>
            {closed && t("welcome.beginAnew")}
            {!closed && (place ? t("welcome.goOn", { place }) : t("welcome.goFinish"))}
          </Button>
          {isAway && !closed && (
            <Button size="lg" variant="default" component={Link} to="/profiling/questions">
              {t("welcome.goOnHere")}
            </Button>
          )}
        </Group>
      </Stack>
    </Panel>
  );
}
