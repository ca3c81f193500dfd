import { queryOptions } from "@tanstack/react-query";

import { profiler, publicProfiler, take } from "@/api/client";
import type { components } from "@/api/generated/profiler";
import { isPassing } from "@/api/problem";
import type { Me } from "@/api/queries";

import { findRun, keepRun } from "../device/local-run";
import { openDrawer } from "../device/storage";
import { fetchModules } from "../device/world";
import type { Bank } from "../model/quiz";

type Status = components["schemas"]["StatusAnswer"];

/** Where the learner's profiling stands, for the epoch that core is in. */
export interface Run {
  phase: "none" | "open" | "completed" | "reset" | "expired";
  sessionId: string | null;
  /** The delivery of a completed result to core; null when nothing was published. */
  delivery: Status["delivery"];
}

/** The questions: they are the same for everybody and stay on the device for bad network. */
export const bankQuery = queryOptions({
  queryKey: ["profiling", "bank"],
  queryFn: async ({ signal }): Promise<Bank> => {
    const drawer = await openDrawer();
    try {
      const bank = await take(
        publicProfiler.GET("/api/v1/profiling/enhanced/questions", { signal }),
      );
      await drawer.set("bank", bank).catch(() => undefined);
      return bank;
    } catch (error) {
      const kept = isPassing(error) ? await drawer.get<Bank>("bank") : undefined;
      if (kept) return kept;
      throw error;
    }
  },
  staleTime: Infinity,
  gcTime: Infinity,
});

/** The learner's session as the profiler tells it, else the one this device last worked on. */
export function runQuery(me: Me) {
  return queryOptions({
    queryKey: ["profiling", "run", me.user.id, me.epoch],
    queryFn: async ({ signal }): Promise<Run> => {
      try {
        const status = await take(profiler.GET("/api/v1/profiling/status", { signal }));
        const run = readRun(status, me.epoch);
        if (run.phase === "open" && run.sessionId && me.epoch !== null) {
          await keepRun(me.user.id, { sessionId: run.sessionId, epoch: me.epoch });
        }
        return run;
      } catch (error) {
        const kept = isPassing(error) ? await findRun(me.user.id) : undefined;
        if (!kept || kept.epoch !== me.epoch) throw error;
        return { phase: "open", sessionId: kept.sessionId, delivery: null };
      }
    },
    staleTime: 10_000,
  });
}

/** What the profiler's status means for core's epoch: a reset may still be on its way there. */
export function readRun(status: Status, epoch: number | null): Run {
  const { session, delivery } = status;
  if (!session) return { phase: "none", sessionId: null, delivery };
  const isOld = epoch !== null && session.epoch < epoch;
  const phases = {
    in_progress: isOld ? "reset" : "open",
    completed: isOld ? "reset" : "completed",
    superseded: "reset",
    expired: isOld ? "reset" : "expired",
  } as const;
  return { phase: phases[session.status], sessionId: session.session_id, delivery };
}

/** How the answers hang together so far; asked anew each time one comes to the finish. */
export function qualityQuery(sessionId: string) {
  return queryOptions({
    queryKey: ["profiling", "quality", sessionId],
    queryFn: ({ signal }) =>
      take(
        profiler.GET("/api/v1/profiling/session/{session_id}/quality", {
          params: { path: { session_id: sessionId } },
          signal,
        }),
      ),
    staleTime: 0,
    retry: false,
  });
}

/** The optional texts as the profiler has them. */
export function reflectionQuery(sessionId: string) {
  return queryOptions({
    queryKey: ["profiling", "reflection", sessionId],
    queryFn: async () => (await fetchModules(sessionId)).reflection,
    staleTime: 0,
    retry: false,
  });
}
