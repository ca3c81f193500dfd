import { describe, expect, it } from "vitest";

import { ActiveTime, MAX_CLAIM_S } from "./active-time";
import { isWorthReturning, readingPlace, scrollToPlace } from "./reading-place";

describe("ActiveTime", () => {
  function clock() {
    let at = 0;
    return { time: new ActiveTime(() => at), pass: (seconds: number) => (at += seconds * 1000) };
  }

  it("counts only while the page is looked at", () => {
    const { time, pass } = clock();
    pass(5);
    time.resume();
    pass(3);
    time.pause();
    pass(100);
    time.resume();
    pass(2);
    expect(time.untoldS).toBe(5);
  });

  it("keeps what came while a heartbeat was under way, and all of one that failed", () => {
    const { time, pass } = clock();
    time.resume();
    pass(10);
    const claimed = time.untoldS;
    pass(4);
    time.tell(claimed);
    expect(time.untoldS).toBe(4);
    pass(15);
    expect(time.untoldS).toBe(19);
  });

  it("resumes once however often it is told to", () => {
    const { time, pass } = clock();
    time.resume();
    pass(1);
    time.resume();
    pass(1);
    expect(time.untoldS).toBe(2);
  });

  it("never counts backwards and never claims more than the service takes", () => {
    const { time, pass } = clock();
    time.resume();
    pass(-50);
    expect(time.untoldS).toBe(0);
    pass(2 * MAX_CLAIM_S + 50);
    expect(time.untoldS).toBe(MAX_CLAIM_S);
    time.tell(99_999);
    expect(time.untoldS).toBe(0);
  });
});

describe("the reading place", () => {
  const windowHeight = 800;

  it.each([
    [{ top: 800, height: 2000, windowHeight }, 0],
    [{ top: 100, height: 1400, windowHeight }, 0.5],
    [{ top: -600, height: 1400, windowHeight }, 1],
    [{ top: -9000, height: 1400, windowHeight }, 1],
    [{ top: 9000, height: 1400, windowHeight }, 0],
    [{ top: 100, height: 0, windowHeight }, 0],
  ])("of %o is %d", (placed, place) => {
    expect(readingPlace(placed)).toBeCloseTo(place);
  });

  it("is in view after the scroll, whatever the text", () => {
    for (const place of [0.1, 0.3, 0.77, 0.95]) {
      for (const height of [900, 3000, 20_000]) {
        const before = { top: 200, height, windowHeight };
        const top = before.top - scrollToPlace(place, before);
        const line = top + place * height;
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThan(windowHeight);
        expect(readingPlace({ ...before, top })).toBeGreaterThanOrEqual(place);
      }
    }
  });

  it("is worth a return only in between", () => {
    expect([0, 0.05, 0.06, 0.97, 0.98, 1].map(isWorthReturning)).toEqual([
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});
