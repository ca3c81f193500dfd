import { Group, Stack, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import {
  isFirstOfModule,
  placeOf,
  stopAfter,
  stopBefore,
  stopOnCourse,
  tellProgress,
  type Look,
  type Question,
} from "../model/quiz";
import { KeyHints } from "./key-hints";
import { ModuleLine } from "./module-line";
import type { OpenSession } from "./open-session";
import { ProgressBars } from "./progress-bars";
import { QuestionForm } from "./question-form";
import { SavedState } from "./saved-state";
import { useNumberKeys, useQuizKeys } from "./use-quiz-keys";
import { useVisibleTimer } from "./use-visible-timer";

/** How long a choice by number is shown before it goes on: long enough to see and to correct it. */
const CONFIRM_MS = 280;
/** With the arrow keys the choice wanders; it is sent once it rests. */
const REST_MS = 700;

interface QuestionScreenProps extends OpenSession {
  question: Question;
  look: Look;
}

export function QuestionScreen(props: QuestionScreenProps) {
  const { bank, box, view, answers, question, look } = props;
  const { t } = useTranslation("profiling");
  const go = useWay(look);
  const timer = useVisibleTimer();
  const confirm = useRef<ReturnType<typeof setTimeout>>(undefined);
  const hasChosen = useRef(false);
  const [isAsked, setIsAsked] = useState(false);
  const [areNumbersOn, toggleNumbers] = useNumberKeys();
  const chosen = answers[question.id] ?? null;
  const progress = tellProgress(bank, answers);
  const module = progress.modules.find((one) => one.id === question.module);
  const before = stopBefore(bank, question.id, look);
  useEffect(() => () => clearTimeout(confirm.current), []);

  const choose = (option: string, holdMs = 0) => {
    clearTimeout(confirm.current);
    hasChosen.current = true;
    setIsAsked(false);
    void box.choose(question.id, option, timer.readMs(), holdMs);
  };
  const goOn = (known = answers) => {
    clearTimeout(confirm.current);
    const isSecondLook = look !== undefined && look !== "open";
    // In a second look at a module to stay with an answer is an answer too.
    if (isSecondLook && chosen !== null && !hasChosen.current) choose(chosen);
    const stop = stopAfter(bank, known, question.id, look);
    const isShort = look === undefined && stopOnCourse(bank, view.course) !== null;
    if (isShort) void askCourse().then((told) => go(told ?? stop));
    else go(stop);
  };
  /** In the short form each answer decides what comes: without network it goes on in order. */
  const askCourse = async () => {
    await box.flush().catch(() => undefined);
    const { queue, course } = box.read();
    return queue.waiting.length === 0 ? stopOnCourse(bank, course) : null;
  };
  const back = () => {
    clearTimeout(confirm.current);
    if (before) go({ questionId: before });
  };
  const pick = (place: number) => {
    const option = question.options[place - 1];
    if (!option) return;
    choose(option.key);
    const known = { ...answers, [question.id]: option.key };
    confirm.current = setTimeout(() => goOn(known), CONFIRM_MS);
  };
  const enter = () => (chosen === null ? setIsAsked(true) : goOn());
  useQuizKeys({ onNumber: areNumbersOn ? pick : null, onEnter: enter, onBack: back });

  return (
    <Stack gap="lg" maw="var(--text-width)" mx="auto">
      <ProgressBars progress={progress} current={question.module} />
      <Group justify="space-between" gap="xs">
        {module && <ModuleLine module={module} isBeginning={isFirstOfModule(bank, question)} />}
        <SavedState view={view} />
      </Group>
      <QuestionForm
        question={question}
        place={placeOf(bank, question.id) ?? 0}
        total={progress.total}
        language={bank.bank.locale}
        chosen={chosen}
        notice={
          (view.queue.overruled.includes(question.id) && t("question.overruled")) ||
          (isAsked && chosen === null && t("question.chooseFirst")) ||
          null
        }
        intro={isFirstOfModule(bank, question) ? (module ?? null) : null}
        onChoose={(option, byArrow) => choose(option, byArrow ? REST_MS : 0)}
        onSubmit={enter}
        onSkip={() => goOn()}
        onBack={before ? back : null}
      />
      <KeyHints areNumbersOn={areNumbersOn} onToggle={toggleNumbers} />
      {look && (
        <Text size="sm" c="dimmed">
          {t(look === "open" ? "question.lookOpen" : "question.lookModule")}
        </Text>
      )}
    </Stack>
  );
}

function useWay(look: Look) {
  const navigate = useNavigate();
  return (stop: { questionId: string } | "reflection" | "finish") => {
    if (stop === "reflection") void navigate({ to: "/profiling/reflection" });
    else if (stop === "finish") void navigate({ to: "/profiling/finish" });
    else {
      void navigate({
        to: "/profiling/questions/$questionId",
        params: stop,
        search: look ? { look } : {},
      });
    }
  };
}
