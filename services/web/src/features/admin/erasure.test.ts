import { describe, expect, it } from "vitest";

import { isSameAddress, lookAgainMs, readProfilerState } from "./erasure";

describe("isSameAddress", () => {
  it.each(["amina@school.example", "  amina@school.example ", "Amina@School.Example"])(
    "takes %j for it",
    (typed) => expect(isSameAddress(typed, "amina@school.example")).toBe(true),
  );

  it.each([
    "",
    " ",
    "amina",
    "amina@school.exampl",
    "amina@school.example.org",
    "a mina@school.example",
  ])("does not take %j for it", (typed) =>
    expect(isSameAddress(typed, "amina@school.example")).toBe(false),
  );
});

describe("readProfilerState", () => {
  it.each([
    ["complete", null, "confirmed"],
    ["under-way", null, "soon"],
    ["under-way", "no-answer", "away"],
    ["under-way", "status-503", "away"],
    ["under-way", "no-answer, too old", "wayward"],
    ["under-way", "status-500", "wayward"],
    ["under-way", "unknown-schema", "wayward"],
  ] as const)("reads %s because of %s as %s", (state, reason, expected) => {
    expect(readProfilerState({ state, waits_because: reason })).toBe(expected);
  });
});

describe("lookAgainMs", () => {
  it("looks again only while an erasure is under way", () => {
    expect(lookAgainMs("under-way")).toBe(5000);
    expect(
      [undefined, "blocked", "possible", "complete"].map((s) => lookAgainMs(s as never)),
    ).toEqual([false, false, false, false]);
  });
});
