import type { components } from "@/api/generated/core";

export type Erasure = components["schemas"]["ErasureOut"];

/** Reasons of core's outbox for which nobody is at fault. */
const AWAY = ["no-answer", "status-502", "status-503", "status-504"];
const LOOK_AGAIN_MS = 5_000;

/** Whether somebody typed this address, whatever the case and the spaces around it: core keeps
 * addresses in lower case. */
export function isSameAddress(typed: string, address: string): boolean {
  return typed.trim().toLowerCase() === address.trim().toLowerCase();
}

/** How far an erasure is in the profiler: `wayward` where the profiler answers but does not take
 * it, so that somebody may have to look. */
export function readProfilerState(
  erasure: Pick<Erasure, "state" | "waits_because">,
): "confirmed" | "soon" | "away" | "wayward" {
  if (erasure.state === "complete") return "confirmed";
  if (erasure.waits_because === null) return "soon";
  return AWAY.includes(erasure.waits_because) ? "away" : "wayward";
}

/** When to look again at an erasure; never once nothing changes by itself any more. */
export function lookAgainMs(state: Erasure["state"] | undefined): number | false {
  return state === "under-way" ? LOOK_AGAIN_MS : false;
}
