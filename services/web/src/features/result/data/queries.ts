import { queryOptions } from "@tanstack/react-query";

import { core, profiler, publicProfiler, take } from "@/api/client";

const HOUR_MS = 3_600_000;
const at = (sessionId: string) => ({ params: { path: { session_id: sessionId } } });

const fetchResult = (signal: AbortSignal) => take(core.GET("/api/v1/profiler/result", { signal }));

const fetchBlueprint = (sessionId: string, signal: AbortSignal) =>
  take(
    profiler.GET("/api/v1/profiling/enhanced/session/{session_id}/blueprint", {
      ...at(sessionId),
      signal,
    }),
  );

/** As the client reads them: it knows a pair of numbers only as a list. */
export type ResultOut = Awaited<ReturnType<typeof fetchResult>>;
export type Blueprint = Awaited<ReturnType<typeof fetchBlueprint>>;

export const resultQuery = queryOptions({
  queryKey: ["result"],
  queryFn: ({ signal }) => fetchResult(signal),
});

export const valueStatementQuery = queryOptions({
  queryKey: ["result", "value-statement"],
  queryFn: ({ signal }) => take(core.GET("/api/v1/profiler/value-statement", { signal })),
});

export const comparisonQuery = queryOptions({
  queryKey: ["result", "comparison"],
  queryFn: ({ signal }) => take(core.GET("/api/v1/profiler/result/comparison", { signal })),
});

export const retakesQuery = queryOptions({
  queryKey: ["result", "retakes"],
  queryFn: ({ signal }) => take(core.GET("/api/v1/profiler/retake-requests", { signal })),
});

export function explanationQuery(sessionId: string) {
  return queryOptions({
    queryKey: ["result", "explanation", sessionId],
    queryFn: ({ signal }) =>
      take(
        profiler.GET("/api/v1/profiling/session/{session_id}/explanation", {
          ...at(sessionId),
          signal,
        }),
      ),
    staleTime: HOUR_MS,
  });
}

export function blueprintQuery(sessionId: string) {
  return queryOptions({
    queryKey: ["result", "blueprint", sessionId],
    queryFn: ({ signal }) => fetchBlueprint(sessionId, signal),
    staleTime: HOUR_MS,
  });
}

/** The place of each question, by which evidence is named; ids mean nothing to a reader. */
export const placesQuery = queryOptions({
  queryKey: ["result", "places"],
  queryFn: async ({ signal }): Promise<Record<string, number>> => {
    const bank = await take(publicProfiler.GET("/api/v1/profiling/enhanced/questions", { signal }));
    const ids = bank.modules.flatMap((one) => (bank.questions[one.id] ?? []).map(({ id }) => id));
    return Object.fromEntries(ids.map((id, index) => [id, index + 1]));
  },
  staleTime: HOUR_MS,
});
