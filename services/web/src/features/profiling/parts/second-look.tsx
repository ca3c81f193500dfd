import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";

import { qualityQuery } from "../data/queries";
import { toQuestion } from "./to-question";

/** Parts that are worth a second look, in the profiler's own words. An offer, never a hurdle: when
 * it cannot be read nothing is shown. */
export function SecondLook({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation("profiling");
  const { data } = useQuery(qualityQuery(sessionId));
  if (!data || data.verdict === "ok") return null;
  return (
    <Panel labelledBy="second-look">
      <Stack gap="sm">
        <Title order={2} id="second-look">
          {t(data.redo.length > 0 ? "look.title" : "look.titleSoft")}
        </Title>
        <Text>{data.headline}</Text>
        {data.redo.length === 0 &&
          data.notes.map((note) => (
            <Text key={note} size="sm">
              {note}
            </Text>
          ))}
        {data.redo.length > 0 && (
          <>
            <Text>{t("look.offer")}</Text>
            <Group gap="sm">
              {data.redo.map(({ module, title, question_ids: ids }) => (
                <Button
                  key={module}
                  component={Link}
                  {...toQuestion(ids[0] ?? "", module)}
                  variant="default"
                >
                  {t("look.redo", { title })}
                </Button>
              ))}
            </Group>
          </>
        )}
        <Text size="sm" c="dimmed">
          {t(data.redo.length > 0 ? "look.free" : "look.freeSoft")}
        </Text>
      </Stack>
    </Panel>
  );
}
