import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { fieldErrors, isPassing } from "@/api/problem";
import { PageTitle } from "@/components/page-title";
import { LoadingShape } from "@/components/states/loaded";
import { ProblemNotice } from "@/components/states/problem-notice";

import { sendReflection } from "../data/acts";
import { reflectionQuery } from "../data/queries";
import { findDraft, keepDraft, type Draft } from "../device/draft";
import { OpenSessionGate, type OpenSession } from "../parts/open-session";
import { WordsField } from "../parts/words-field";

import "../strings";

/** The two optional texts in the learner's own words. */
export function ReflectionPage() {
  return <OpenSessionGate>{(session) => <WithTexts {...session} />}</OpenSessionGate>;
}

/** What stands on the device wins over what the profiler has: it is what was typed here last. */
function WithTexts(session: OpenSession) {
  const { sessionId } = session.box;
  const stored = useQuery(reflectionQuery(sessionId));
  const [draft, setDraft] = useState<Draft | null | undefined>(undefined);
  useEffect(() => {
    void findDraft(sessionId).then((found) => setDraft(found ?? null));
  }, [sessionId]);
  if (draft === undefined) return <LoadingShape />;
  if (draft && !draft.isSent) return <Reflection {...session} begun={draft} />;
  if (stored.isFetching) return <LoadingShape />;
  const begun = stored.data ?? draft;
  return (
    <Reflection
      {...session}
      begun={{ why: begun?.why ?? "", aim: begun?.aim ?? "", isSent: true }}
    />
  );
}

const NAMES = ["why", "aim"] as const;

function Reflection({ bank, box, begun }: OpenSession & { begun: Draft }) {
  const { t } = useTranslation("profiling");
  const navigate = useNavigate();
  const [draft, setDraft] = useState(begun);
  const goOn = () => navigate({ to: "/profiling/finish" });
  const save = useMutation({
    mutationFn: async () => {
      if (draft.isSent) return;
      // Without network it stays on the device; finishing sends it before anything else.
      await sendReflection(box.sessionId, draft).catch((error: unknown) => {
        if (!isPassing(error)) throw error;
      });
    },
    onSuccess: goOn,
  });
  const faults = fieldErrors(save.error);
  const write = (name: "why" | "aim", text: string) => {
    const next = { ...draft, [name]: text, isSent: false };
    setDraft(next);
    void keepDraft(box.sessionId, next);
  };
  const isTooLong = NAMES.some((name, at) => countOf(draft[name]) > limitOf(bank, at));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isTooLong) save.mutate();
  };
  const isEmpty = draft.why.trim() === "" && draft.aim.trim() === "";
  return (
    <Stack component="form" gap="lg" maw="var(--text-width)" mx="auto" onSubmit={submit}>
      <Stack gap="xs">
        <PageTitle>{t("reflection.title")}</PageTitle>
        <Text>{t("reflection.lead")}</Text>
      </Stack>
      {NAMES.map((name, at) => (
        <WordsField
          key={name}
          id={name}
          label={bank.reflections[at]?.prompt ?? t(`reflection.${name}`)}
          language={bank.bank.locale}
          value={draft[name]}
          count={countOf(draft[name])}
          limit={limitOf(bank, at)}
          error={faults[name]}
          onChange={(text) => write(name, text)}
        />
      ))}
      {save.isError && <ProblemNotice error={save.error} />}
      {isTooLong && (
        <Text fw={600} role="status">
          {t("reflection.tooLong")}
        </Text>
      )}
      <Group justify="space-between">
        <Button variant="default" onClick={() => history.back()}>
          {t("question.back")}
        </Button>
        <Button type="submit" size="md" loading={save.isPending} disabled={isTooLong}>
          {t(isEmpty ? "reflection.skip" : "reflection.goOn")}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {t("reflection.kept")}
      </Text>
    </Stack>
  );
}

/** Characters as the profiler counts them. */
function countOf(text: string): number {
  return [...text.trim()].length;
}

function limitOf(bank: OpenSession["bank"], at: number): number {
  return bank.reflections[at]?.max_length ?? 600;
}
