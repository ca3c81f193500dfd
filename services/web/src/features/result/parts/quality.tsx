import { Anchor, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";

import { part, type Result } from "../model/result-view";
import classes from "./lists.module.css";
import { Unknown } from "./unknown";

interface Noted {
  verdict: string;
  notes: string[];
  /** Parts one was invited to repeat; there is none in schema 1. */
  redo?: string[];
}

/** How well the answers carry the result, in the profiler's own words. */
export function Quality({ result }: { result: Result }) {
  const { t } = useTranslation("result");
  const { value, reason } = part<Noted>(result, "quality");
  const notes = value ? listNotes(value) : [];
  return (
    <Panel labelledBy="quality">
      <Stack gap="sm">
        <Title order={2} id="quality">
          {t("quality.title")}
        </Title>
        {value === null && <Unknown reason={reason} />}
        {value && notes.length === 0 && <Text>{t("quality.fine")}</Text>}
        {notes.length > 0 && (
          <ul className={classes.plain}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        {value && value.verdict !== "ok" && (
          <Text size="sm">
            {t("quality.retake")}{" "}
            <Anchor component={Link} to="/result/retake">
              {t("links.retake")}
            </Anchor>
          </Text>
        )}
      </Stack>
    </Panel>
  );
}

/** The notes without the invitations to repeat a part: a finished profiling takes no answers. */
function listNotes({ notes, redo = [] }: Noted): string[] {
  return [...notes.slice(0, 1), ...notes.slice(1 + redo.length)];
}
