import { queryOptions, type QueryClient } from "@tanstack/react-query";

import { core, take } from "@/api/client";
import type { components } from "@/api/generated/core";

type Schemas = components["schemas"];
export type CourseStatus = Schemas["StatusOut"];
export type Module = Schemas["ModuleOut"];
export type ModuleText = Schemas["ModuleTextOut"];
export type Check = Schemas["CheckOut"];
export type Assessment = Schemas["AssessmentOut"];
export type Attempt = Schemas["AttemptOut"];
export type Track = Schemas["Track"];

const ALL = "foundations";

export const statusQuery = queryOptions({
  queryKey: [ALL, "status"],
  queryFn: ({ signal }) => take(core.GET("/api/v1/foundations/status", { signal })),
});

export function moduleQuery(moduleId: string) {
  return queryOptions({
    queryKey: [ALL, "module", moduleId],
    queryFn: ({ signal }) =>
      take(
        core.GET("/api/v1/foundations/modules/{module_id}", {
          params: { path: { module_id: moduleId } },
          signal,
        }),
      ),
    // The reader's place is followed here; another answer meanwhile would move the text.
    refetchOnWindowFocus: false,
  });
}

export const assessmentQuery = queryOptions({
  queryKey: [ALL, "assessment"],
  queryFn: ({ signal }) => take(core.GET("/api/v1/foundations/assessment", { signal })),
});

/** What stands in the list may have changed by an act elsewhere. */
export function refreshCourse(queryClient: QueryClient): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: statusQuery.queryKey });
}
