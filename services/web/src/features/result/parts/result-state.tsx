import { Button, Stack } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { PageTitle } from "@/components/page-title";
import { EmptyState } from "@/components/states/empty-state";
import { Loaded } from "@/components/states/loaded";

interface ResultStateProps<T> {
  query: UseQueryResult<T>;
  title: string;
  /** Refusals that mean "nothing is here", with the name of their words. */
  empty?: Readonly<Record<string, string>>;
  children: (data: T) => ReactNode;
}

/** A page about the result: loading, nothing there yet (and why), a problem, or the page. */
export function ResultState<T>({ query, title, empty = {}, children }: ResultStateProps<T>) {
  const { t } = useTranslation("result");
  const code = query.error instanceof ProblemError ? query.error.code : "";
  const name = { "no-result": "noResult", ...empty }[code];
  if (query.data !== undefined && !name) return <Loaded query={query}>{children}</Loaded>;
  return (
    <Stack maw="52rem" mx="auto">
      <PageTitle>{title}</PageTitle>
      {name ? (
        <EmptyState
          title={t(`empty.${name}.title`)}
          action={
            <Button component={Link} to={name === "noResult" ? "/" : "/result"} variant="default">
              {t(`empty.${name}.action`)}
            </Button>
          }
        >
          {t(`empty.${name}.text`)}
        </EmptyState>
      ) : (
        <Loaded query={query}>{children}</Loaded>
      )}
    </Stack>
  );
}
