import { Button, Radio, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";
import { ProblemNotice } from "@/components/states/problem-notice";

import classes from "./question.module.css";
import type { Check, ModuleText } from "./queries";
import "./strings";

interface CheckQuestionProps {
  check: Check;
  number: number;
  onAnswer: (checkId: string, key: string) => Promise<ModuleText>;
}

/** A question of a text. One may try as often as one likes; nothing is counted. */
export function CheckQuestion({ check, number, onAnswer }: CheckQuestionProps) {
  const { t } = useTranslation("foundations");
  const [key, setKey] = useState<string | null>(null);
  const [lacks, setLacks] = useState(false);
  const trial = useMutation({
    mutationFn: async (chosen: string) => {
      const module = await onAnswer(check.id, chosen);
      return module.checks.find(({ id }) => id === check.id)?.passed ?? false;
    },
  });
  const form = useRef<HTMLFormElement>(null);
  const explanation = useRef<HTMLParagraphElement>(null);
  const isSolvedNow = check.passed && trial.data === true;
  useEffect(() => {
    // The button is gone: go on from the explanation.
    if (isSolvedNow) explanation.current?.focus();
  }, [isSolvedNow]);
  const isWrong = trial.isSuccess && !trial.data && trial.variables === key;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (trial.isPending) return;
    setLacks(key === null);
    if (key !== null) trial.mutate(key);
    else form.current?.querySelector("input")?.focus();
  }

  return (
    <Panel>
      <form onSubmit={submit} ref={form}>
        <Stack gap="md">
          <Radio.Group
            label={`${number}. ${check.prompt}`}
            value={key}
            onChange={(chosen) => {
              setKey(chosen);
              setLacks(false);
            }}
            error={lacks ? t("check.choose") : undefined}
            classNames={{ label: classes.prompt ?? "" }}
          >
            <div className={classes.options}>
              {check.options.map((option) => (
                <Radio
                  key={option.key}
                  value={option.key}
                  label={option.text}
                  disabled={check.passed}
                  classNames={{
                    root: classes.option ?? "",
                    body: classes.body ?? "",
                    labelWrapper: classes.words ?? "",
                  }}
                />
              ))}
            </div>
          </Radio.Group>
          <div role="status">
            {check.passed && (
              <Text className={classes.right} ref={explanation} tabIndex={-1}>
                <strong>{t("check.right")}</strong> {check.explanation}
              </Text>
            )}
            {isWrong && !check.passed && (
              <Text className={classes.notYet}>{t("check.notYet")}</Text>
            )}
          </div>
          {trial.isError && (
            <ProblemNotice error={trial.error} onRetry={() => key !== null && trial.mutate(key)} />
          )}
          {!check.passed && (
            <Button type="submit" variant="default" size="md" loading={trial.isPending}>
              {t("check.action")}
            </Button>
          )}
        </Stack>
      </form>
    </Panel>
  );
}
