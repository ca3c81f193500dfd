import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { Panel } from "@/components/panel";
import { Loaded } from "@/components/states/loaded";
import { ProblemNotice } from "@/components/states/problem-notice";
import { formatInstant } from "@/lib/format";

import classes from "./list.module.css";
import { discardLetter, letterQuery, replayLetters } from "./queries";
import { ReasonDialog } from "./reason-dialog";
import type { Service } from "./search";
import "./strings";

/** One dead letter with its event (masked by the service), replay and discard. */
export function DeadLetterPage() {
  const { t } = useTranslation("admin");
  const given = useParams({ strict: false }) as { service: string; letterId: string };
  const service: Service = given.service === "core" ? "core" : "profiler";
  const query = useQuery(letterQuery(service, given.letterId));
  return (
    <Stack gap="lg">
      <PageTitle>{t("letter.title")}</PageTitle>
      <Loaded query={query} lines={4}>
        {(letter) => (
          <>
            <Panel>
              <dl className={classes.facts}>
                <dt>{t("letter.type")}</dt>
                <dd>{letter.type}</dd>
                <dt>{t("letter.id")}</dt>
                <dd>{letter.id}</dd>
                <dt>{t("letter.about")}</dt>
                <dd>
                  {letter.about ? (
                    <Link
                      to="/admin/students/$studentId"
                      params={{ studentId: letter.about } as never}
                    >
                      {letter.about}
                    </Link>
                  ) : (
                    t("letter.nobody")
                  )}
                </dd>
                <dt>{t("letter.published")}</dt>
                <dd>{formatInstant(letter.publishedAt)}</dd>
                <dt>{t("letter.givenUp")}</dt>
                <dd>{letter.givenUpAt ? formatInstant(letter.givenUpAt) : t("common:unknown")}</dd>
                <dt>{t("letter.attempts")}</dt>
                <dd>{letter.attempts}</dd>
                <dt>{t("letter.reason")}</dt>
                <dd>{letter.reason ?? t("letters.noReason")}</dd>
              </dl>
            </Panel>
            <Actions service={service} id={given.letterId} />
            <Title order={2}>{t("letter.event")}</Title>
            <Text size="sm" c="dimmed">
              {t("letter.masked")}
            </Text>
            {/* A wide event scrolls, also by keyboard. */}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <pre className={classes.event} tabIndex={0} aria-label={t("letter.event")}>
              {JSON.stringify(letter.event, null, 2)}
            </pre>
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function Actions({ service, id }: { service: Service; id: string }) {
  const { t } = useTranslation("admin");
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const leave = async () => {
    await navigate({ to: "/admin/dead-letters", search: { service } as never });
    queryClient.removeQueries({ queryKey: ["admin", "letter", service, id] });
  };
  const replay = useMutation({ mutationFn: () => replayLetters(service, [id]) });
  const discard = useMutation({
    mutationFn: (reason: string) => discardLetter(service, id, reason),
    onSuccess: leave,
  });
  return (
    <>
      <Group>
        <Button
          loading={replay.isPending}
          disabled={replay.isSuccess}
          onClick={() => replay.mutate()}
        >
          {t("letter.replay")}
        </Button>
        <Button variant="default" disabled={replay.isSuccess} onClick={() => setAsking(true)}>
          {t("letter.discard")}
        </Button>
      </Group>
      {replay.isError && <ProblemNotice error={replay.error} />}
      <div role="status">
        {replay.data && (
          <Alert color="spruce">
            {t(replay.data.replayed.length > 0 ? "letter.replayed" : "letter.gone")}
          </Alert>
        )}
      </div>
      {isAsking && (
        <ReasonDialog
          title={t("letter.discardTitle")}
          action={t("letter.discard")}
          label={t("reason.audit")}
          isDanger
          isPending={discard.isPending}
          error={discard.error}
          onSubmit={(reason) => discard.mutate(reason)}
          onClose={() => setAsking(false)}
        >
          <Text>{t("letter.discardText")}</Text>
        </ReasonDialog>
      )}
    </>
  );
}
