import { Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";

import { part, type Evidenced, type Result } from "../model/result-view";
import { Evidence } from "./evidence";
import classes from "./lists.module.css";
import { Unknown } from "./unknown";

const SHOWN_AT_ONCE = 4;

interface StatementsProps {
  result: Result;
  name: "strengths" | "growth" | "hints" | "behavioural_profile";
}

/** A part of the result that is made of sentences, each with its evidence. */
export function Statements({ result, name }: StatementsProps) {
  const { t } = useTranslation("result");
  const { value, reason } = part<Evidenced[]>(result, name);
  // Hints are there or not; that there are none is nothing to know.
  if (name === "hints" && (value === null || value.length === 0)) return null;
  return (
    <Panel labelledBy={name}>
      <Stack gap="sm">
        <Title order={2} id={name}>
          {t(`${name}.title`)}
        </Title>
        {value === null && <Unknown reason={reason} />}
        {value?.length === 0 && <Text c="dimmed">{t(`${name}.none`)}</Text>}
        <Quotes list={value?.slice(0, SHOWN_AT_ONCE) ?? []} />
        {value && value.length > SHOWN_AT_ONCE && (
          <details className={classes.more}>
            <summary>{t("statements.rest", { count: value.length - SHOWN_AT_ONCE })}</summary>
            <Quotes list={value.slice(SHOWN_AT_ONCE)} />
          </details>
        )}
      </Stack>
    </Panel>
  );
}

function Quotes({ list }: { list: readonly Evidenced[] }) {
  if (list.length === 0) return null;
  return (
    <ul className={classes.quotes}>
      {list.map(({ text, evidence }) => (
        <li key={text}>
          {text}
          <Evidence ids={evidence} />
        </li>
      ))}
    </ul>
  );
}
