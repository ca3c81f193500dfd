import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";
import { Loaded } from "@/components/states/loaded";

import { valueStatementQuery } from "../data/queries";
import { Evidence } from "./evidence";
import classes from "./lists.module.css";

/** The value statement: the learner's reflections quoted, and the answers about what drives them. */
export function OwnWords() {
  const { t } = useTranslation("result");
  const query = useQuery(valueStatementQuery);
  return (
    <Panel labelledBy="own-words">
      <Stack gap="sm">
        <Title order={2} id="own-words">
          {t("words.title")}
        </Title>
        <Loaded query={query} lines={3}>
          {({ value_statement: { text, completeness, evidence } }) => (
            <>
              <Text className={classes.words}>{text}</Text>
              <Evidence ids={evidence} />
              <Text size="sm" c="dimmed">
                {t(`words.${completeness}`, { defaultValue: "" })}
              </Text>
            </>
          )}
        </Loaded>
      </Stack>
    </Panel>
  );
}
