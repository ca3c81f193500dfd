import { describe, expect, it } from "vitest";

import { ProblemError } from "@/api/problem";

import { formatWait } from "./countdown-text";
import { checkPassword, refusalOf } from "./password-rule";

describe("checkPassword", () => {
  it.each([
    ["", "missing"],
    ["elevensigns", "too-short"],
    ["😀".repeat(11), "too-short"],
    ["x".repeat(129), "too-long"],
  ])("refuses %s as %s", (password, code) => {
    expect(checkPassword(password)?.code).toBe(code);
  });

  it.each(["twelve signs", "😀".repeat(12), "x".repeat(128)])("takes %s", (password) => {
    expect(checkPassword(password)).toBeNull();
  });
});

describe("refusalOf", () => {
  const problem = new ProblemError({
    type: "x",
    title: "x",
    status: 422,
    detail: "x",
    code: "invalid-input",
    errors: [
      {
        in: "body",
        name: null,
        pointer: "/new_password",
        code: "too-common",
        detail: "Common.",
      },
    ],
    request_id: "x",
  });

  it("gives the code at the field, and nothing for another field or another failure", () => {
    expect(refusalOf(problem, "new_password")).toEqual({ code: "too-common", detail: "Common." });
    expect(refusalOf(problem, "password")).toBeNull();
    expect(refusalOf(new Error("x"), "password")).toBeNull();
  });
});

describe("formatWait", () => {
  it.each([
    [0, "0:00"],
    [9, "0:09"],
    [60, "1:00"],
    [299, "4:59"],
  ])("shows %i seconds as %s", (seconds, text) => {
    expect(formatWait(seconds)).toBe(text);
  });
});
