import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Panel } from "@/components/panel";

import { nextModule, openParts, placeOf, type OpenPart } from "./course-model";
import { statusQuery, type ModuleText } from "./queries";
import "./strings";

const MINUTE_S = 60;

/** Seconds while they are few, else minutes. */
function sayOpen({ part, count }: OpenPart): [string, { count: number }] {
  if (part !== "time" || count <= 2 * MINUTE_S) return [`end.${part}`, { count }];
  return ["end.timeMinutes", { count: Math.ceil(count / MINUTE_S) }];
}

/** Below the text: done and what comes next, or what is still open here. */
export function ModuleEnd({ module }: { module: ModuleText }) {
  const { t } = useTranslation("foundations");
  const { data: course } = useQuery(statusQuery);
  const next = course ? nextModule(course.modules, module.id) : null;
  const open = openParts(module, module.checks);
  const isDone = module.status === "done";
  return (
    <Panel labelledBy="module-end">
      <Stack gap="sm">
        <div role="status">
          <Title order={2} size="h3" id="module-end">
            {isDone ? t("end.doneTitle") : t("end.openTitle")}
          </Title>
          {isDone && <Text mt={4}>{t("end.done")}</Text>}
        </div>
        {!isDone && (
          <ul>
            {open.map((one) => (
              <li key={one.part}>{t(...sayOpen(one))}</li>
            ))}
            {open.length === 0 && <li>{t("end.almost")}</li>}
          </ul>
        )}
        {next && <Text c="dimmed">{t("end.nextIs", { title: next.title })}</Text>}
        <Group>
          {next && (
            <Button
              component={Link}
              to={placeOf(next)}
              size="md"
              variant={isDone ? "filled" : "default"}
            >
              {t("end.next")}
            </Button>
          )}
          <Button
            component={Link}
            to="/foundations"
            size="md"
            variant={next ? "subtle" : "default"}
          >
            {t("module.overview")}
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}
