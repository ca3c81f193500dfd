import { Stack, Text } from "@mantine/core";
import { useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { Unreachable } from "@/api/problem";
import { PageTitle } from "@/components/page-title";
import { Frame } from "@/components/shell/frame";

import { ProblemNotice } from "./problem-notice";

/** In place of a page that could not be shown. Tries again by itself once the network is back. */
export function ErrorPage({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const isAway = error instanceof Unreachable;
  useEffect(() => {
    const retry = () => void router.invalidate();
    addEventListener("online", retry);
    const timer = isAway ? setInterval(retry, 5000) : undefined;
    return () => {
      removeEventListener("online", retry);
      clearInterval(timer);
    };
  }, [router, isAway]);
  return (
    <Frame>
      <Stack maw="var(--text-width)">
        <PageTitle>{isAway ? t("problem.awayTitle") : t("problem.pageTitle")}</PageTitle>
        {isAway ? (
          <Text>{t("problem.comesBack")}</Text>
        ) : (
          <ProblemNotice error={error} onRetry={() => void router.invalidate()} />
        )}
      </Stack>
    </Frame>
  );
}
