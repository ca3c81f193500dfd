import type { Me } from "@/api/queries";

import type { Run } from "../data/queries";

/** What the waiting page says. */
export type SyncState =
  "arrived" | "onTheWay" | "slow" | "verySlow" | "stuck" | "reset" | "notFinished";

const SLOW_AFTER_S = 12;
const VERY_SLOW_AFTER_S = 60;

/** Core's `next` alone says that the result is there; the delivery only explains the wait. */
export function tellSync(me: Me, run: Run | undefined, waitedS: number): SyncState {
  if (me.next.step !== "profiling") return "arrived";
  if (run) {
    if (run.phase === "reset" || run.delivery?.state === "superseded") return "reset";
    if (run.phase !== "completed") return "notFinished";
    if (run.delivery?.state === "dead") return "stuck";
  }
  if (waitedS >= VERY_SLOW_AFTER_S) return "verySlow";
  return waitedS >= SLOW_AFTER_S ? "slow" : "onTheWay";
}

/** Often at first, then more calmly. */
export function pollEveryMs(waitedS: number): number {
  if (waitedS < 15) return 1500;
  return waitedS < 120 ? 5000 : 15_000;
}
