import { queryOptions } from "@tanstack/react-query";

import { publicProfiler, take } from "./client";

const HOUR_MS = 3_600_000;

/** What the tracks are called and what a week in each looks like; public, for every page the same
 * answer. */
export const tracksQuery = queryOptions({
  queryKey: ["tracks"],
  queryFn: async ({ signal }) =>
    (await take(publicProfiler.GET("/api/v1/profiling/tracks", { signal }))).tracks,
  staleTime: HOUR_MS,
});
