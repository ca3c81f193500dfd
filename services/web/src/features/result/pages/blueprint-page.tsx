import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { meQuery } from "@/api/queries";
import { PageTitle } from "@/components/page-title";

import { blueprintQuery, resultQuery, type Blueprint } from "../data/queries";
import { sortGaps } from "../model/result-view";
import { BlueprintPlan } from "../parts/blueprint-plan";
import classes from "../parts/blueprint.module.css";
import { Evidence } from "../parts/evidence";
import lists from "../parts/lists.module.css";
import { ResultLinks } from "../parts/result-links";
import { ResultState } from "../parts/result-state";
import { Said, Sentences } from "../parts/said";

import "../strings";

/** What to do with the result, made to be printed: every sentence names what it rests on. */
export function BlueprintPage() {
  const { t } = useTranslation("result");
  const result = useQuery(resultQuery);
  return (
    <ResultState query={result} title={t("blueprint.title")}>
      {({ session_id: sessionId }) => <OfSession sessionId={sessionId} />}
    </ResultState>
  );
}

function OfSession({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation("result");
  const query = useQuery(blueprintQuery(sessionId));
  const empty = { "bank-retired": "retired", "not-found": "away", "session-superseded": "away" };
  return (
    <ResultState query={query} title={t("blueprint.title")} empty={empty}>
      {(blueprint) => <Paper blueprint={blueprint} />}
    </ResultState>
  );
}

function Paper({ blueprint }: { blueprint: Blueprint }) {
  const { t } = useTranslation("result");
  const { data: me } = useQuery(meQuery);
  const { track, level, exposure, gaps, hints } = blueprint;
  return (
    <Stack gap="lg" maw="52rem" mx="auto" className={classes.paper}>
      <Group justify="space-between" align="flex-end">
        <div>
          <PageTitle>{t("blueprint.title")}</PageTitle>
          {me && <Text c="dimmed">{`${me.user.first_name} ${me.user.last_name}`.trim()}</Text>}
        </div>
        <Button className="no-print" onClick={() => window.print()}>
          {t("blueprint.print")}
        </Button>
      </Group>
      <ResultLinks />
      <Text className="no-print" c="dimmed" size="sm">
        {t("blueprint.lead")}
      </Text>
      <section className={classes.section}>
        <Title order={2}>{t("blueprint.track")}</Title>
        <Said statement={track.statement} />
        {blueprint.provisional && <Text size="sm">{t("match.provisional")}</Text>}
      </section>
      <section className={classes.section}>
        <Title order={2}>{t("level.title")}</Title>
        <Said statement={level.statement} />
      </section>
      <section className={classes.section}>
        <Title order={2}>{t("words.title")}</Title>
        <Text className={lists.words}>{blueprint.value_statement.text}</Text>
        <Evidence ids={blueprint.value_statement.evidence} />
      </section>
      <section className={classes.section}>
        <Title order={2}>{t("strengths.title")}</Title>
        <Sentences list={blueprint.strengths} none={t("strengths.none")} />
      </section>
      <section className={classes.section}>
        <Title order={2}>{t("growth.title")}</Title>
        <Sentences list={[...blueprint.growth, ...hints]} none={t("growth.none")} />
      </section>
      <section className={classes.section}>
        <Title order={2}>{t("exposure.title")}</Title>
        {exposure.map(
          ({ domain, statement }) => statement && <Said key={domain} statement={statement} />,
        )}
        {exposure.every((one) => one.statement === null) && (
          <Text c="dimmed">{t("exposure.none")}</Text>
        )}
      </section>
      <BlueprintPlan plan={blueprint.plan} />
      <section className={classes.section}>
        <Title order={2}>{t("gaps.title")}</Title>
        {gaps.length === 0 && <Text c="dimmed">{t("gaps.none")}</Text>}
        <ul className={lists.plain}>
          {sortGaps(gaps).map(({ skill, name, have, need, priority, evidence }) => (
            <li key={skill}>
              {`${name}: ${t("gaps.words", { have: have.toFixed(1), need: need.toFixed(1) })} `}
              {t(`gaps.priority.${priority}`)}
              <Evidence ids={evidence} />
            </li>
          ))}
        </ul>
      </section>
      <section className={classes.section}>
        <Title order={2}>{t("blueprint.mentor")}</Title>
        <ol className={lists.plain}>
          {blueprint.mentor_questions.map((question) => (
            <li key={question.text}>
              <Said statement={question} />
            </li>
          ))}
        </ol>
      </section>
    </Stack>
  );
}
