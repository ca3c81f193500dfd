import { expect, it } from "vitest";

import type { Me } from "@/api/queries";

import type { Run } from "../data/queries";
import { pollEveryMs, tellSync } from "./syncing";

const me = (step: string) => ({ next: { step, url: `/${step}`, reason: "" } }) as Me;
const run = (phase: Run["phase"], state?: string): Run => ({
  phase,
  sessionId: "s",
  delivery: state
    ? ({ state, attempts: 3, created_at: "", finished_at: null } as Run["delivery"])
    : null,
});

it("believes core alone that the result has arrived", () => {
  expect(tellSync(me("foundations"), run("completed", "dead"), 500)).toBe("arrived");
  expect(tellSync(me("profiling"), run("completed", "applied"), 0)).toBe("onTheWay");
});

it("says more the longer it takes, and never nothing", () => {
  const waiting = run("completed", "pending");
  expect(tellSync(me("profiling"), waiting, 1)).toBe("onTheWay");
  expect(tellSync(me("profiling"), waiting, 20)).toBe("slow");
  expect(tellSync(me("profiling"), waiting, 90)).toBe("verySlow");
  expect(tellSync(me("profiling"), undefined, 90)).toBe("verySlow");
  expect(tellSync(me("profiling"), run("completed", "dead"), 1)).toBe("stuck");
});

it("tells a reset from a profiling that is not finished", () => {
  expect(tellSync(me("profiling"), run("completed", "superseded"), 1)).toBe("reset");
  expect(tellSync(me("profiling"), run("reset"), 1)).toBe("reset");
  expect(tellSync(me("profiling"), run("open"), 1)).toBe("notFinished");
  expect(tellSync(me("profiling"), run("none"), 1)).toBe("notFinished");
});

it("asks less often the longer it waits", () => {
  expect(pollEveryMs(1)).toBeLessThan(pollEveryMs(60));
  expect(pollEveryMs(60)).toBeLessThan(pollEveryMs(600));
});
