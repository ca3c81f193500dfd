import { describe, expect, it } from "vitest";

import { fieldErrors, isPassing, ProblemError, readProblem, Unreachable } from "./problem";

const STALE = {
  type: "http://core.test/problems/stale-epoch",
  title: "A reset made this obsolete",
  status: 409,
  detail: "Start again.",
  code: "stale-epoch",
  errors: [
    fault("/answers/0/question_id", "No such question."),
    fault("/answers/1/question_id", "Neither this one."),
  ],
  request_id: "abcdefgh",
};

function fault(pointer: string, detail: string) {
  return { in: "body" as const, name: null, pointer, code: "unknown", detail };
}

function answer(body: string, status: number, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers });
}

describe("readProblem", () => {
  it("keeps what the service said", async () => {
    const problem = await readProblem(answer(JSON.stringify({ ...STALE, answer_version: 3 }), 409));
    expect(problem.code).toBe("stale-epoch");
    expect(problem.requestId).toBe("abcdefgh");
    expect(problem.extra["answer_version"]).toBe(3);
  });

  it.each([
    ["<html>Bad gateway</html>", 502],
    ["null", 500],
    ['"text"', 503],
    ['{"message": "no"}', 500],
  ])("says in our own words what is no problem of ours: %s", async (body, status) => {
    const problem = await readProblem(answer(body, status, { "X-Request-ID": "from-header" }));
    expect(problem.code).toBe("unexpected-answer");
    expect(problem.status).toBe(status);
    expect(problem.requestId).toBe("from-header");
  });

  it.each([
    ["7", 7],
    ["0", 0],
    ["soon", null],
    ["-1", null],
    [null, null],
  ])("reads Retry-After %s as %s", async (header, expected) => {
    const headers: Record<string, string> = header === null ? {} : { "Retry-After": header };
    const problem = await readProblem(answer(JSON.stringify(STALE), 409, headers));
    expect(problem.retryAfterS).toBe(expected);
  });
});

describe("isPassing", () => {
  const of = (status: number) => new ProblemError({ ...STALE, status });

  it("takes absence, overload and failure for passing", () => {
    expect([new Unreachable(), of(429), of(500), of(503)].every(isPassing)).toBe(true);
  });

  it("takes refusals and our own mistakes for lasting", () => {
    expect([of(400), of(401), of(409), of(422), new TypeError("x")].some(isPassing)).toBe(false);
  });
});

describe("fieldErrors", () => {
  it("gives the first sentence of each field", () => {
    expect(fieldErrors(new ProblemError(STALE))).toEqual({ question_id: "No such question." });
  });

  it("gives nothing for what is no problem", () => {
    expect(fieldErrors(new Unreachable())).toEqual({});
  });
});
