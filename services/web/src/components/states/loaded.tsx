import { Skeleton, Stack } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemNotice } from "./problem-notice";

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  /** Lines of the grey shape shown meanwhile. */
  lines?: number;
  children: (data: T) => ReactNode;
}

/** One answer of a service: a shape while it comes, the problem if it fails, else the page. What
 * was loaded before stays in view while a newer answer comes or fails. */
export function Loaded<T>({ query, lines = 4, children }: LoadedProps<T>) {
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    if (query.isError) return <ProblemNotice error={query.error} onRetry={retry} />;
    return <LoadingShape lines={lines} />;
  }
  return (
    <>
      {query.isError && <ProblemNotice error={query.error} onRetry={retry} />}
      {children(query.data)}
    </>
  );
}

export function LoadingShape({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-busy="true">
      <span className="visually-hidden">{t("loading")}</span>
      <Stack gap="md" aria-hidden="true">
        {Array.from({ length: lines }, (_, line) => (
          <Skeleton key={line} height={line === 0 ? 32 : 56} width={line === 0 ? "45%" : "100%"} />
        ))}
      </Stack>
    </div>
  );
}
