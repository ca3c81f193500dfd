import { Text } from "@mantine/core";

import type { components } from "@/api/generated/profiler";

import type { Evidenced } from "../model/result-view";
import { Evidence } from "./evidence";
import classes from "./lists.module.css";

/** One sentence of the blueprint with what it rests on. */
export function Said({ statement }: { statement: components["schemas"]["Statement"] }) {
  return (
    <div>
      <Text>{statement.text}</Text>
      <Evidence ids={statement.evidence} figures={statement.figures} />
    </div>
  );
}

/** Sentences with their evidence, or what it means that there are none. */
export function Sentences({ list, none }: { list: readonly Evidenced[]; none: string }) {
  if (list.length === 0) return <Text c="dimmed">{none}</Text>;
  return (
    <ul className={classes.plain}>
      {list.map(({ text, evidence }) => (
        <li key={text}>
          {text}
          <Evidence ids={evidence} />
        </li>
      ))}
    </ul>
  );
}
