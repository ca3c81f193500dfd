import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Unreachable } from "@/api/problem";

import { answersOf, type Queue } from "../model/answer-queue";
import { AnswerBox } from "./answer-box";
import { problem, World } from "./fake-world";

let world: World;
const open = () => new AnswerBox("learner", "session", world);
const settle = () => vi.advanceTimersByTimeAsync(1);
const kept = () => world.drawer.get<Queue>("answers:learner:session");

beforeEach(() => {
  vi.useFakeTimers();
  world = new World();
});
afterEach(() => vi.useRealTimers());

describe("an answer", () => {
  it("lies on the device before it is sent", async () => {
    const box = open();
    await settle();
    const seen: (Queue | undefined)[] = [];
    const { post } = world;
    world.post = async (sessionId, parcel) => {
      seen.push(await kept());
      return post(sessionId, parcel);
    };
    await box.choose("q1", "B", 900);
    await settle();
    expect(seen[0]?.waiting).toMatchObject([{ questionId: "q1", option: "B", isTried: true }]);
    expect(world.server.options()).toEqual({ q1: "B" });
    expect((await kept())?.waiting).toEqual([]);
  });

  it("is in view at once", () => {
    const box = open();
    void box.choose("q1", "C", null);
    expect(answersOf(box.read().queue)).toEqual({ q1: "C" });
  });

  it("that still wanders is sent when it rests", async () => {
    const box = open();
    await settle();
    for (const option of ["A", "B", "C"]) await box.choose("q1", option, null, 700);
    await vi.advanceTimersByTimeAsync(600);
    expect(world.sent).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(world.sent).toHaveLength(1);
    expect(world.server.options()).toEqual({ q1: "C" });
  });
});

describe("without network", () => {
  it("all wait and go as one batch once it is back", async () => {
    const box = open();
    await settle();
    world.failure = new Unreachable();
    for (let at = 0; at < 9; at++) await box.choose(`q${at}`, "A", 1000);
    await settle();
    expect(box.read()).toMatchObject({ trouble: "away" });
    expect((await kept())?.waiting).toHaveLength(9);
    world.failure = null;
    world.sent.length = 0;
    box.wake();
    await settle();
    expect(world.sent.map((parcel) => parcel.choices.length)).toEqual([9]);
    expect(Object.keys(world.server.options())).toHaveLength(9);
    expect(box.read()).toMatchObject({ trouble: null });
  });

  it("tries again by itself, with longer and longer breaks", async () => {
    const box = open();
    await settle();
    world.failure = new Unreachable();
    await box.choose("q1", "A", null);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world.sent.length).toBeGreaterThan(3);
    expect(world.sent.length).toBeLessThan(12);
    world.failure = null;
    await vi.advanceTimersByTimeAsync(40_000);
    expect(world.server.options()).toEqual({ q1: "A" });
  });

  it("outlives the page", async () => {
    const box = open();
    await settle();
    world.failure = new Unreachable();
    await box.choose("q1", "D", null);
    box.stop();
    world.failure = null;
    const again = open();
    await settle();
    expect(world.server.options()).toEqual({ q1: "D" });
    expect(again.read().queue.waiting).toEqual([]);
  });
});

describe("a refusal", () => {
  it("with Retry-After is waited for, even when the network comes back", async () => {
    const box = open();
    await settle();
    world.failure = problem(429, "too-many-requests", {}, 20);
    await box.choose("q1", "A", null);
    await settle();
    world.failure = null;
    box.wake();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(world.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(world.server.options()).toEqual({ q1: "A" });
  });

  it.each([
    ["session-superseded", "reset"],
    ["session-completed", "completed"],
    ["session-expired", "expired"],
  ])("%s closes the queue once and keeps what waits", async (code, closed) => {
    const box = open();
    await settle();
    world.failure = problem(409, code);
    await box.choose("q1", "A", null);
    await settle();
    expect(box.read().queue).toMatchObject({ closed, waiting: [{ questionId: "q1" }] });
    world.failure = null;
    box.wake();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world.sent).toHaveLength(1);
  });

  it("of the login pauses and keeps what waits", async () => {
    const box = open();
    await settle();
    world.failure = problem(401, "token-revoked");
    await box.choose("q1", "A", null);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(world.sent).toHaveLength(1);
    expect(box.read()).toMatchObject({ trouble: "login", queue: { closed: null } });
  });

  it("as unknown session means another learner when another is here", async () => {
    const box = open();
    await settle();
    world.failure = problem(404, "not-found");
    world.here = "somebody else";
    await box.choose("q1", "A", null);
    await settle();
    expect(box.read()).toMatchObject({ trouble: "login", queue: { closed: null } });
    world.here = "learner";
    box.wake();
    await settle();
    expect(box.read().queue.closed).toBe("gone");
  });

  it("as stale shows the newer answer", async () => {
    world.server.take({
      choices: [],
      body: {
        question_id: "q1",
        selected_option: "A",
        answer_version: null,
        response_time_ms: null,
      },
    });
    const box = open();
    await settle();
    world.failure = problem(409, "stale-answer", {
      answer_version: 2,
      selected_option: "E",
      answered_at: "",
    });
    await box.choose("q1", "B", null);
    await settle();
    expect(answersOf(box.read().queue)).toEqual({ q1: "E" });
    expect(box.read().queue.overruled).toEqual(["q1"]);
  });

  it("of one answer in a batch lets the others through", async () => {
    const box = open();
    await settle();
    world.failure = new Unreachable();
    await box.choose("q1", "A", null);
    await box.choose("nonsense", "Z", null);
    await settle();
    world.failure = problem(422, "invalid-input", {
      errors: [{ pointer: "/answers/1/question_id", detail: "", code: "" }],
    });
    const { post } = world;
    world.post = (sessionId, parcel) => {
      const answer = post(sessionId, parcel);
      world.failure = null;
      return answer;
    };
    box.wake();
    await settle();
    expect(world.server.options()).toEqual({ q1: "A" });
  });
});

describe("whose answers they are", () => {
  it("never takes over a queue of another learner", async () => {
    world.failure = new Unreachable();
    const mine = open();
    await settle();
    await mine.choose("q1", "A", null);
    mine.stop();
    world.failure = null;
    const other = new AnswerBox("other", "session", world);
    await settle();
    expect(other.read().queue.waiting).toEqual([]);
    await other.choose("q2", "B", null);
    await settle();
    expect(world.server.options()).toEqual({ q2: "B" });
    expect((await kept())?.waiting).toMatchObject([{ questionId: "q1" }]);
  });

  it("leaves nothing behind once it is forgotten", async () => {
    const box = open();
    await settle();
    await box.choose("q1", "A", null);
    await settle();
    await box.forget();
    expect(await kept()).toBeUndefined();
  });
});

it("says when the device refuses, and still sends", async () => {
  const box = open();
  await settle();
  world.drawer.change = () => Promise.reject(new Error("full"));
  await box.choose("q1", "A", null);
  await settle();
  expect(box.read().isLasting).toBe(false);
  expect(world.server.options()).toEqual({ q1: "A" });
});

it("flushes before finishing, or tells what keeps it", async () => {
  const box = open();
  await settle();
  world.failure = new Unreachable();
  await box.choose("q1", "A", null, 700);
  await expect(box.flush()).rejects.toBeInstanceOf(Unreachable);
  world.failure = null;
  await box.flush();
  expect(world.server.options()).toEqual({ q1: "A" });
});
