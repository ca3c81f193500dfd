import { Button, Text } from "@mantine/core";
import { useRef, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";

import type { ModuleProgress, Question } from "../model/quiz";
import classes from "./question-form.module.css";

interface QuestionFormProps {
  question: Question;
  place: number;
  total: number;
  language: string;
  chosen: string | null;
  notice: string | null;
  /** The module that begins with this question. */
  intro: ModuleProgress | null;
  onChoose: (option: string, byArrow: boolean) => void;
  onSubmit: () => void;
  onSkip: () => void;
  onBack: (() => void) | null;
}

/** One question with its five answers, and the ways on and back. */
export function QuestionForm(props: QuestionFormProps) {
  const { question, chosen, intro, language } = props;
  const { t } = useTranslation("profiling");
  const byArrow = useRef(false);
  const described = [intro && "part-intro", question.artifact && "artifact"].filter(Boolean);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {intro && (
        <div id="part-intro" className={classes.intro} lang={language}>
          <Text fw={650}>{intro.title}</Text>
          <Text>{intro.intro}</Text>
        </div>
      )}
      <fieldset
        className={classes.fieldset}
        lang={language}
        aria-describedby={described.join(" ") || undefined}
      >
        <legend className={classes.legend}>
          <PageTitle name={t("question.tab", { place: props.place, total: props.total })}>
            {question.stem}
          </PageTitle>
        </legend>
        {question.artifact && (
          // A log scrolls sideways on a phone, by keyboard too.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <pre id="artifact" className={classes.artifact} tabIndex={0}>
            {question.artifact}
          </pre>
        )}
        <Glossary question={question} />
        <div className={classes.options}>
          {question.options.map(({ key, text }, index) => (
            <label key={key} className={classes.option}>
              <input
                type="radio"
                className={classes.radio}
                name={question.id}
                value={key}
                checked={chosen === key}
                onKeyDown={(event) => (byArrow.current = event.key.startsWith("Arrow"))}
                onKeyUp={() => (byArrow.current = false)}
                onChange={() => props.onChoose(key, byArrow.current)}
              />
              <span className={classes.number} aria-hidden="true">
                {index + 1}
              </span>
              <span className={classes.text}>{text}</span>
              <svg className={classes.tick} width="20" height="20" viewBox="0 0 20 20" aria-hidden>
                <path d="M4 10.5l4.2 4.2L16 6" />
              </svg>
            </label>
          ))}
        </div>
      </fieldset>
      <Text role="status" className={classes.notice}>
        {props.notice}
      </Text>
      <div className={classes.ways} data-chosen={chosen !== null || undefined}>
        {props.onBack && (
          <Button variant="default" size="md" onClick={props.onBack}>
            {t("question.back")}
          </Button>
        )}
        <span className={classes.gap} />
        {chosen === null ? (
          <Button variant="default" size="md" onClick={props.onSkip}>
            {t("question.skip")}
          </Button>
        ) : (
          <Button type="submit" size="md">
            {t("question.next")}
          </Button>
        )}
      </div>
    </form>
  );
}

function Glossary({ question }: { question: Question }) {
  const { t } = useTranslation("profiling");
  if (question.glossary.length === 0) return null;
  return (
    <dl className={classes.glossary} aria-label={t("question.words")}>
      {question.glossary.map(({ term, meaning }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
