import { queryOptions } from "@tanstack/react-query";

import { core, profiler, take } from "@/api/client";
import type { components } from "@/api/generated/core";

import { lookAgainMs } from "./erasure";
import type { AccountStatus, RetakeState, Service } from "./search";

export type Student = components["schemas"]["StudentOut"];
export type Retake = components["schemas"]["RetakeReviewOut"];

const LIMIT = 25;

export function studentsQuery(narrowed: {
  search?: string;
  status?: AccountStatus;
  cursor?: string;
}) {
  return queryOptions({
    queryKey: ["admin", "students", narrowed],
    queryFn: ({ signal }) =>
      take(
        core.GET("/api/v1/admin/students", {
          params: { query: { limit: LIMIT, ...narrowed } },
          signal,
        }),
      ),
    placeholderData: (before) => before,
  });
}

export function studentQuery(studentId: string) {
  return queryOptions({
    queryKey: ["admin", "student", studentId],
    queryFn: ({ signal }) =>
      take(
        core.GET("/api/v1/admin/students/{student_id}", {
          params: { path: { student_id: studentId } },
          signal,
        }),
      ),
  });
}

export function resetPreviewQuery(studentId: string) {
  return queryOptions({
    queryKey: ["admin", "student", studentId, "reset"],
    queryFn: ({ signal }) =>
      take(
        core.GET("/api/v1/admin/students/{student_id}/reset-profiling", {
          params: { path: { student_id: studentId } },
          signal,
        }),
      ),
    staleTime: 0,
    gcTime: 0,
  });
}

export function undoPreviewQuery(studentId: string) {
  return queryOptions({
    queryKey: ["admin", "student", studentId, "undo"],
    queryFn: ({ signal }) =>
      take(
        core.GET("/api/v1/admin/students/{student_id}/undo-reset", {
          params: { path: { student_id: studentId } },
          signal,
        }),
      ),
    staleTime: 0,
  });
}

export function erasureQuery(studentId: string) {
  return queryOptions({
    queryKey: ["admin", "student", studentId, "erasure"],
    queryFn: ({ signal }) =>
      take(
        core.GET("/api/v1/admin/students/{student_id}/erasure", {
          params: { path: { student_id: studentId } },
          signal,
        }),
      ),
    staleTime: 0,
    refetchInterval: (query) => lookAgainMs(query.state.data?.state),
  });
}

export function retakesQuery(state: RetakeState | undefined, cursor: string | undefined) {
  return queryOptions({
    queryKey: ["admin", "retakes", state ?? "all", cursor],
    queryFn: ({ signal }) =>
      take(
        core.GET("/api/v1/admin/retake-requests", {
          params: { query: { limit: LIMIT, state, cursor } },
          signal,
        }),
      ),
    placeholderData: (before) => before,
  });
}

export const itemsQuery = queryOptions({
  queryKey: ["admin", "items"],
  queryFn: ({ signal }) => take(core.GET("/api/v1/admin/profiling/statistics", { signal })),
});

export const healthQuery = queryOptions({
  queryKey: ["admin", "health"],
  queryFn: ({ signal }) => take(core.GET("/api/v1/admin/system/health", { signal })),
  refetchInterval: 15_000,
});

/** A dead letter of either service, under the id by which its service knows it. */
export interface Letter {
  id: string;
  type: string;
  about: string | null;
  publishedAt: string;
  givenUpAt: string | null;
  attempts: number;
  reason: string | null;
}

export interface LetterPage {
  results: Letter[];
  next: string | null;
  previous: string | null;
}

export function lettersQuery(service: Service, cursor: string | undefined) {
  return queryOptions({
    queryKey: ["admin", "letters", service, cursor],
    queryFn: ({ signal }) => listLetters(service, cursor, signal),
    staleTime: 0,
  });
}

async function listLetters(
  service: Service,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<LetterPage> {
  const params = { query: { limit: LIMIT, cursor } };
  if (service === "core") {
    const page = await take(core.GET("/api/v1/admin/dead-letters", { params, signal }));
    return { ...page, results: page.results.map((letter) => describe(letter.id, letter)) };
  }
  const page = await take(profiler.GET("/api/v1/profiling/dead-letters", { params, signal }));
  return { ...page, results: page.results.map((letter) => describe(letter.event_id, letter)) };
}

interface Told {
  type: string;
  learner_id: string | null;
  published_at: string;
  given_up_at: string | null;
  attempts: number;
  reason: string | null;
}

function describe(id: string, told: Told): Letter {
  return {
    id,
    type: told.type,
    about: told.learner_id,
    publishedAt: told.published_at,
    givenUpAt: told.given_up_at,
    attempts: told.attempts,
    reason: told.reason,
  };
}

export function letterQuery(service: Service, id: string) {
  return queryOptions({
    queryKey: ["admin", "letter", service, id],
    queryFn: async ({ signal }) => {
      if (service === "core") {
        const params = { path: { letter_id: id } };
        const found = await take(
          core.GET("/api/v1/admin/dead-letters/{letter_id}", { params, signal }),
        );
        return { ...describe(found.id, found), event: found.event as unknown };
      }
      const params = { path: { event_id: id } };
      const found = await take(
        profiler.GET("/api/v1/profiling/dead-letters/{event_id}", { params, signal }),
      );
      return { ...describe(found.event_id, found), event: found.event as unknown };
    },
  });
}

/** Send letters again; `unknown` were no dead letters any more. */
export function replayLetters(service: Service, ids: string[]) {
  const body = { ids };
  return service === "core"
    ? take(core.POST("/api/v1/admin/dead-letters/replay", { body }))
    : take(profiler.POST("/api/v1/profiling/dead-letters/replay", { body }));
}

/** Give a letter up for good. */
export async function discardLetter(service: Service, id: string, reason: string): Promise<void> {
  const body = { reason };
  if (service === "core") {
    const params = { path: { letter_id: id } };
    await core.POST("/api/v1/admin/dead-letters/{letter_id}/discard", { params, body });
  } else {
    const params = { path: { event_id: id } };
    await profiler.POST("/api/v1/profiling/dead-letters/{event_id}/discard", { params, body });
  }
}
