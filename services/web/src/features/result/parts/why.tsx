import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { Panel } from "@/components/panel";
import { LoadingShape } from "@/components/states/loaded";
import { ProblemNotice } from "@/components/states/problem-notice";

import { explanationQuery } from "../data/queries";
import { tellStanding, type Result } from "../model/result-view";
import { Evidence } from "./evidence";
import classes from "./lists.module.css";

const SHOWN_AT_ONCE = 4;

interface WhyProps {
  result: Result;
  sessionId: string;
}

/** Why this track: the answers behind it, and what would change the lead. */
export function Why({ result, sessionId }: WhyProps) {
  const { t } = useTranslation("result");
  const query = useQuery(explanationQuery(sessionId));
  const track = t(`common:track.${result.track.primary}`);
  const own = query.data?.contributions.filter((one) => one.track === result.track.primary) ?? [];
  return (
    <Panel labelledBy="why">
      <Stack gap="md">
        <Title order={2} id="why">
          {t("why.title", { track })}
        </Title>
        {query.isPending && <LoadingShape lines={3} />}
        {query.isError && <NoExplanation result={result} error={query.error} />}
        {query.data && (
          <>
            <div>
              <Title order={3}>{t("why.flipTitle")}</Title>
              <Flip result={result} />
            </div>
            <div>
              <Title order={3}>{t("why.answersTitle", { count: own.length, track })}</Title>
              <Text size="sm" c="dimmed">
                {t("why.equal")}
              </Text>
              <Answers answers={own.slice(0, SHOWN_AT_ONCE)} />
              {own.length > SHOWN_AT_ONCE && (
                <details className={classes.more}>
                  <summary>{t("why.rest", { count: own.length - SHOWN_AT_ONCE })}</summary>
                  <Answers answers={own.slice(SHOWN_AT_ONCE)} />
                </details>
              )}
            </div>
            <details className={classes.more}>
              <summary>{t("why.more")}</summary>
              <ul className={classes.plain}>
                {query.data.sentences.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </details>
          </>
        )}
      </Stack>
    </Panel>
  );
}

function Answers({ answers }: { answers: readonly { question_id: string; text: string }[] }) {
  const { t } = useTranslation("result");
  return (
    <ul className={classes.quotes}>
      {answers.map(({ question_id: id, text }) => (
        <li key={id}>
          {t("why.quote", { text })}
          <Evidence ids={[id]} />
        </li>
      ))}
    </ul>
  );
}

/** An old set of questions is told by the result alone; anything else is a problem. */
function NoExplanation({ result, error }: { result: Result; error: Error }) {
  const { t } = useTranslation("result");
  const reasons = result.recommendations[0]?.reasons ?? [];
  return (
    <>
      {error instanceof ProblemError && error.code === "bank-retired" ? (
        <Text c="dimmed">{t("why.retired")}</Text>
      ) : (
        <ProblemNotice error={error} />
      )}
      <ul className={classes.plain}>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <Flip result={result} />
    </>
  );
}

function Flip({ result }: { result: Result }) {
  const { t } = useTranslation("result");
  const { first, second, kind } = tellStanding(result.track);
  const names = { first: t(`common:track.${first}`), second: t(`common:track.${second}`) };
  if (kind === "tie") return <Text>{t("why.tie", names)}</Text>;
  return <Text>{t("why.flip", { ...names, count: result.track.flips })}</Text>;
}
