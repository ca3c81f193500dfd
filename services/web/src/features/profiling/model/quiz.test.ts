import { describe, expect, it } from "vitest";

import {
  isFirstOfModule,
  listQuestions,
  placeOf,
  stopAfter,
  stopBefore,
  stopOnCourse,
  tellProgress,
} from "./quiz";
import { smallBank } from "./small-bank";

const bank = smallBank();
const ids = listQuestions(bank).map((one) => one.id);
const answer = (...places: number[]) =>
  Object.fromEntries(places.map((place) => [ids[place - 1] ?? "", "A"]));

describe("progress", () => {
  it("counts each part and names the first open question", () => {
    const progress = tellProgress(bank, answer(1, 2, 5));
    expect(progress).toMatchObject({ answered: 3, total: 7, firstOpen: ids[2] });
    expect(progress.modules.map(({ answered, total }) => [answered, total])).toEqual([
      [2, 3],
      [1, 3],
      [0, 1],
    ]);
  });

  it("ignores answers to questions that this set does not have", () => {
    expect(tellProgress(bank, { other_1: "A" }).answered).toBe(0);
  });

  it("has no open question when all are answered", () => {
    expect(tellProgress(bank, answer(1, 2, 3, 4, 5, 6, 7)).firstOpen).toBeNull();
  });

  it("always adds up, whatever is answered", () => {
    for (let bits = 0; bits < 2 ** ids.length; bits++) {
      const places = ids.map((_, at) => at + 1).filter((place) => bits & (1 << (place - 1)));
      const { answered, total, modules, firstOpen } = tellProgress(bank, answer(...places));
      expect(answered).toBe(places.length);
      expect(modules.reduce((sum, one) => sum + one.answered + one.open.length, 0)).toBe(total);
      expect(firstOpen === null).toBe(answered === total);
    }
  });
});

describe("the way", () => {
  it("goes through all questions in order and then to the reflection", () => {
    const walked: string[] = [];
    let stop: ReturnType<typeof stopAfter> = { questionId: ids[0] ?? "" };
    while (typeof stop === "object") {
      walked.push(stop.questionId);
      stop = stopAfter(bank, {}, stop.questionId, undefined);
    }
    expect(walked).toEqual(ids);
    expect(stop).toBe("reflection");
  });

  it("goes round the open questions and ends at the overview", () => {
    expect(stopAfter(bank, answer(1, 3, 5, 6, 7), ids[3] ?? "", "open")).toEqual({
      questionId: ids[1],
    });
    expect(stopAfter(bank, answer(1, 2, 3, 4, 5, 6, 7), ids[3] ?? "", "open")).toBe("finish");
  });

  it("stays within a part during its second look", () => {
    expect(stopAfter(bank, {}, ids[1] ?? "", "identity_value")).toEqual({ questionId: ids[2] });
    expect(stopAfter(bank, {}, ids[2] ?? "", "identity_value")).toBe("finish");
    expect(stopBefore(bank, ids[3] ?? "", "cyber_aptitude")).toBeNull();
    expect(stopBefore(bank, ids[4] ?? "", "cyber_aptitude")).toBe(ids[3]);
  });

  it("goes back one by one, and nowhere from the first", () => {
    expect(stopBefore(bank, ids[0] ?? "", undefined)).toBeNull();
    expect(stopBefore(bank, ids[3] ?? "", undefined)).toBe(ids[2]);
  });

  it("follows the profiler in the short form, and only there", () => {
    expect(stopOnCourse(bank, null)).toBeNull();
    expect(stopOnCourse(bank, { total: 7, next: null })).toBeNull();
    expect(stopOnCourse(bank, { total: 5, next: ids[4] ?? "" })).toEqual({ questionId: ids[4] });
    expect(stopOnCourse(bank, { total: 5, next: "nonsense" })).toBeNull();
    expect(stopOnCourse(bank, { total: 5, next: null })).toBe("reflection");
  });

  it("knows places and beginnings", () => {
    expect(placeOf(bank, ids[6] ?? "")).toBe(7);
    expect(placeOf(bank, "nonsense")).toBeNull();
    expect(listQuestions(bank).filter((one) => isFirstOfModule(bank, one))).toHaveLength(3);
  });
});
