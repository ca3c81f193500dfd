import { core, profiler, take } from "@/api/client";
import type { components } from "@/api/generated/profiler";

import type { Outcome, Parcel, Stored } from "../model/answer-queue";
import type { Reply, Surroundings } from "./box-types";
import { openDrawer } from "./storage";

type Told = components["schemas"]["RespondAnswer"] | components["schemas"]["BatchAnswer"];
type Modules = components["schemas"]["ModulesAnswer"];

/** The real drawer, services and tabs of one session's answers. */
export function surround(sessionId: string): Surroundings {
  return {
    openDrawer,
    post,
    fetchStored: async (id) => readStored(await fetchModules(id)),
    askWhoIsHere: async () => (await take(core.GET("/api/v1/auth/me"))).user.id,
    alone,
    now: Date.now,
    channel:
      "BroadcastChannel" in globalThis ? new BroadcastChannel(`profiling:${sessionId}`) : null,
  };
}

export function fetchModules(sessionId: string): Promise<Modules> {
  const path = { session_id: sessionId };
  return take(profiler.GET("/api/v1/profiling/session/{session_id}/modules", { params: { path } }));
}

async function post(sessionId: string, parcel: Parcel): Promise<Reply> {
  const told = await take(
    profiler.POST("/api/v1/profiling/session/{session_id}/respond", {
      params: { path: { session_id: sessionId } },
      body: parcel.body,
    }),
  );
  const { total, next_question_id: next } = told.progress;
  return { outcomes: readOutcomes(told, parcel), course: { total, next } };
}

function readOutcomes(told: Told, parcel: Parcel): Outcome[] {
  if ("answers" in told) {
    return told.answers.map((one) => ({
      questionId: one.question_id,
      option: one.selected_option,
      version: one.answer_version,
    }));
  }
  return parcel.choices.map(({ questionId, option }) => ({
    questionId,
    option,
    version: told.answer_version,
  }));
}

function readStored(told: Modules): Record<string, Stored> {
  const stored: Record<string, Stored> = {};
  for (const one of told.modules.flatMap((module) => module.questions)) {
    if (one.selected_option !== null && one.answer_version !== null) {
      stored[one.question_id] = { option: one.selected_option, version: one.answer_version };
    }
  }
  return stored;
}

async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (!("locks" in navigator)) return work();
  return navigator.locks.request(name, work);
}
