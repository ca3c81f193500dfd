import { Button, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { PageTitle } from "@/components/page-title";
import { Frame } from "@/components/shell/frame";

/** An address without a page. */
export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Frame>
      <Stack maw="var(--text-width)" align="flex-start">
        <PageTitle>{t("notFound.title")}</PageTitle>
        <Text>{t("notFound.text")}</Text>
        <Button component={Link} to="/">
          {t("notFound.action")}
        </Button>
      </Stack>
    </Frame>
  );
}
