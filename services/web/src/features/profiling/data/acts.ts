import type { QueryClient } from "@tanstack/react-query";

import { core, profiler, take } from "@/api/client";
import type { components } from "@/api/generated/profiler";
import { ProblemError } from "@/api/problem";
import type { Me } from "@/api/queries";

import type { AnswerBox } from "../device/answer-box";
import { dropDraft, findDraft, keepDraft, type Draft } from "../device/draft";
import { keepRun } from "../device/local-run";
import type { Run } from "./queries";

type Started = components["schemas"]["StartAnswer"];

const ONCE_MORE = ["stale-epoch", "ticket-expired"];

/** Begin or go on. What waits for an open session is sent first: a start may end that session. */
export async function startProfiling(
  queryClient: QueryClient,
  me: Me,
  open: AnswerBox | null,
): Promise<Started> {
  await open?.flush();
  try {
    const started = await startWithTicket(me).catch((error: unknown) => {
      const isOld = error instanceof ProblemError && ONCE_MORE.includes(error.code);
      if (isOld) return startWithTicket(me);
      throw error;
    });
    await queryClient.invalidateQueries({ queryKey: ["me"] });
    await queryClient.invalidateQueries({ queryKey: ["profiling", "run"] });
    return started;
  } catch (error) {
    if (error instanceof ProblemError) await queryClient.invalidateQueries({ queryKey: ["me"] });
    throw error;
  }
}

async function startWithTicket(me: Me): Promise<Started> {
  const { ticket, epoch } = await take(core.POST("/api/v1/profiler/tickets"));
  const started = await take(
    profiler.POST("/api/v1/profiling/session/start", {
      body: { ticket, language: wishedLanguage() },
    }),
  );
  await keepRun(me.user.id, { sessionId: started.session_id, epoch });
  return started;
}

function wishedLanguage(): string | null {
  const tag = navigator.language;
  return /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag) && tag.length <= 35 ? tag : null;
}

/** Send the optional texts; empty ones are cleared. */
export async function sendReflection(sessionId: string, draft: Draft): Promise<void> {
  const { why, aim } = draft;
  await take(
    profiler.POST("/api/v1/profiling/session/{session_id}/reflection", {
      params: { path: { session_id: sessionId } },
      body: { why: why.trim() || null, aim: aim.trim() || null },
    }),
  );
  await keepDraft(sessionId, { ...draft, isSent: true });
}

/** Other people may use this device: what is closed does not stay on it. */
export async function forgetSession(box: AnswerBox): Promise<void> {
  await box.forget();
  await dropDraft(box.sessionId);
}

/** Send everything that waits on this device, then close the session for good. */
export async function finishProfiling(queryClient: QueryClient, box: AnswerBox): Promise<void> {
  await box.flush();
  const draft = await findDraft(box.sessionId);
  if (draft && !draft.isSent) await sendReflection(box.sessionId, draft);
  await take(
    profiler.POST("/api/v1/profiling/session/{session_id}/complete", {
      params: { path: { session_id: box.sessionId } },
    }),
  );
  await forgetSession(box);
  // Knowing this, every page of the session leads on to the waiting page by itself; asking core
  // first would let the guard of this page send the learner elsewhere.
  queryClient.setQueriesData<Run>({ queryKey: ["profiling", "run"] }, (run) =>
    run ? { ...run, phase: "completed", delivery: null } : run,
  );
}
