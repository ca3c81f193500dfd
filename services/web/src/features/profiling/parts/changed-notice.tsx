import { Button, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";

import { PathDrawing } from "./path-drawing";

/** Earlier answers belong to other questions and could not be taken over. */
export function ChangedNotice() {
  const { t } = useTranslation("profiling");
  return (
    <Stack maw="var(--text-width)" mx="auto" align="flex-start" gap="md">
      <PathDrawing done={0} isBroken />
      <PageTitle>{t("changed.title")}</PageTitle>
      <Text>{t("changed.text")}</Text>
      <Button component={Link} to="/profiling/questions" size="md">
        {t("changed.action")}
      </Button>
    </Stack>
  );
}
