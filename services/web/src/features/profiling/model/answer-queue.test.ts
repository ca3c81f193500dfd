import { describe, expect, it } from "vitest";

import {
  absorb,
  acknowledge,
  answersOf,
  choose,
  close,
  markTried,
  MOST_IN_A_PARCEL,
  nextParcel,
  openQueue,
  refuse,
  type Parcel,
  type Queue,
} from "./answer-queue";
import { FakeProfiler, randomFrom } from "./fake-profiler";

const empty = () => openQueue("learner", "session");
const give = (queue: Queue, questionId: string, option: string, at = 1000) =>
  choose(queue, { questionId, option, at, tookMs: 1500 });

function parcelOf(queue: Queue): Parcel {
  const parcel = nextParcel(queue);
  if (!parcel) throw new Error("nothing waits");
  return parcel;
}

describe("what is sent", () => {
  it("is a fresh answer by itself, believing that nothing is stored", () => {
    expect(parcelOf(give(empty(), "q1", "B")).body).toEqual({
      question_id: "q1",
      selected_option: "B",
      response_time_ms: 1500,
      answer_version: 0,
    });
  });

  it("names the version that was seen", () => {
    const queue = absorb(empty(), { q1: { option: "A", version: 4 } }, 0);
    expect(parcelOf(give(queue, "q1", "B")).body).toMatchObject({ answer_version: 4 });
  });

  it("is a batch as soon as several wait, in the order of the choices, at most 51", () => {
    let queue = empty();
    for (let at = 0; at < 60; at++) queue = give(queue, `q${at}`, "A", at);
    const { body, choices } = parcelOf(queue);
    expect(choices).toHaveLength(MOST_IN_A_PARCEL);
    expect("answers" in body && body.answers.map((one) => one.question_id)).toEqual(
      choices.map((one) => one.questionId),
    );
    expect(choices[0]?.questionId).toBe("q0");
  });

  it("is dated when it was tried before", () => {
    const queue = markTried(give(empty(), "q1", "A", 0), parcelOf(give(empty(), "q1", "A", 0)));
    expect(parcelOf(queue).body).toEqual({
      answers: [
        {
          question_id: "q1",
          selected_option: "A",
          response_time_ms: 1500,
          answer_version: 0,
          answered_at: "1970-01-01T00:00:00.001Z",
        },
      ],
    });
  });

  it("rises above own choices whose fate is unknown", () => {
    const first = give(empty(), "q1", "A");
    const tried = markTried(first, parcelOf(first));
    const { body } = parcelOf(give(tried, "q1", "C"));
    expect("answers" in body && body.answers[0]).toMatchObject({
      selected_option: "C",
      answer_version: 1,
    });
  });

  it("is nothing once the session is closed, and what waits stays", () => {
    const closed = close(give(empty(), "q1", "A"), "reset");
    expect(nextParcel(closed)).toBeNull();
    expect(closed.waiting).toHaveLength(1);
    expect(give(closed, "q2", "B")).toBe(closed);
    expect(close(closed, "completed").closed).toBe("reset");
  });
});

describe("what comes back", () => {
  it("keeps a choice that was made while the one before it was on its way", () => {
    const first = give(empty(), "q1", "A");
    const parcel = parcelOf(first);
    const again = give(markTried(first, parcel), "q1", "B");
    const after = acknowledge(again, parcel, [{ questionId: "q1", option: "A", version: 1 }]);
    expect(after.waiting).toMatchObject([{ questionId: "q1", option: "B", lost: 0 }]);
    expect(answersOf(after)).toEqual({ q1: "B" });
    const { body } = parcelOf(after);
    expect(body).toMatchObject({ selected_option: "B", answer_version: 1 });
  });

  it("shows a newer answer of another device and says so until one chooses again", () => {
    const seen = absorb(empty(), { q1: { option: "B", version: 2 } }, 0);
    let queue = give(give(seen, "q1", "A"), "q2", "A");
    queue = acknowledge(queue, parcelOf(queue), [
      { questionId: "q1", option: "D", version: 3 },
      { questionId: "q2", option: "A", version: 1 },
    ]);
    expect(queue.overruled).toEqual(["q1"]);
    expect(answersOf(queue)).toEqual({ q1: "D", q2: "A" });
    expect(give(queue, "q1", "A").overruled).toEqual([]);
  });

  it("takes the stored answer of `stale-answer` when an older version was seen", () => {
    const seen = absorb(empty(), { q1: { option: "A", version: 1 } }, 0);
    const queue = give(seen, "q1", "B");
    const after = acknowledge(queue, parcelOf(queue), [
      { questionId: "q1", option: "C", version: 2 },
    ]);
    expect(after.waiting).toEqual([]);
    expect(answersOf(after)).toEqual({ q1: "C" });
  });

  it("lets the time decide about an answer that this device had never seen", () => {
    const queue = give(empty(), "q1", "B");
    const after = acknowledge(queue, parcelOf(queue), [
      { questionId: "q1", option: "C", version: 2 },
    ]);
    const { body } = parcelOf(after);
    expect("answers" in body && body.answers[0]).toMatchObject({
      selected_option: "B",
      answer_version: null,
    });
  });

  it("is still judged by what the learner had seen when another answer is heard of later", () => {
    const seen = absorb(empty(), { q1: { option: "A", version: 2 } }, 0);
    const queue = absorb(give(seen, "q1", "B"), { q1: { option: "D", version: 3 } }, 0);
    expect(answersOf(queue)).toEqual({ q1: "B" });
    expect(parcelOf(queue).body).toMatchObject({ answer_version: 2 });
  });

  it("goes again when only a late copy of the own answer was stored meanwhile", () => {
    const seen = absorb(empty(), { q1: { option: "A", version: 2 } }, 0);
    const queue = give(seen, "q1", "B");
    const after = acknowledge(queue, parcelOf(queue), [
      { questionId: "q1", option: "A", version: 3 },
    ]);
    expect(parcelOf(after).body).toMatchObject({ selected_option: "B", answer_version: 3 });
  });

  it("leaves refused questions open", () => {
    const queue = give(give(empty(), "q1", "A"), "nonsense", "Z");
    expect(refuse(queue, parcelOf(queue), [1]).waiting).toMatchObject([{ questionId: "q1" }]);
  });

  it("never lets an old snapshot undo an acknowledgement", () => {
    const queue = give(empty(), "q1", "B");
    const acked = acknowledge(queue, parcelOf(queue), [
      { questionId: "q1", option: "B", version: 2 },
    ]);
    const older = { q1: { option: "A", version: 1 }, q2: { option: "E", version: 1 } };
    expect(answersOf(absorb(acked, older, 0))).toEqual({ q1: "B", q2: "E" });
    expect(answersOf(absorb(acked, {}, acked.acks))).toEqual({});
  });
});

describe("any order of choices, losses, repeats and reloads", () => {
  it.each(Array.from({ length: 400 }, (_, seed) => seed))("loses nothing (seed %i)", (seed) => {
    const random = randomFrom(seed);
    // The device's clock may be far off: a day behind, right, or a day ahead.
    const skewMs = ([-86_400_000, 0, 86_400_000] as const)[Math.floor(random() * 3)] ?? 0;
    const server = new FakeProfiler();
    const wishes: Record<string, string> = {};
    const late: Parcel[] = [];
    let queue = empty();
    for (let step = 0; step < 60; step++) {
      server.now += 1 + Math.floor(random() * 5000);
      const dice = random();
      if (dice < 0.45) {
        const questionId = `q${Math.floor(random() * 5)}`;
        const option = "ABCDE"[Math.floor(random() * 5)] ?? "A";
        wishes[questionId] = option;
        queue = give(queue, questionId, option, server.now + skewMs);
      } else if (dice < 0.55) {
        queue = JSON.parse(JSON.stringify(queue)) as Queue; // the page is loaded again
      } else if (dice < 0.6) {
        const parcel = late.shift();
        if (parcel) server.take(parcel); // a request that was given up arrives after all
      } else if (dice < 0.65) {
        queue = absorb(queue, server.tell(), queue.acks);
      } else {
        queue = send(queue, server, random, late);
      }
      expect(answersOf(queue)).toEqual(wishes);
    }
    while (nextParcel(queue)) queue = send(queue, server, () => 0, late);
    for (const parcel of late) server.take(parcel);
    expect(server.options()).toEqual(wishes);
    expect(answersOf(queue)).toEqual(wishes);
    expect(queue.overruled).toEqual([]);
  });

  it.each(Array.from({ length: 150 }, (_, seed) => seed))(
    "agrees with the profiler when two devices answer (seed %i)",
    (seed) => {
      const random = randomFrom(seed);
      const server = new FakeProfiler();
      const queues = [empty(), empty()];
      for (let step = 0; step < 60; step++) {
        server.now += 1 + Math.floor(random() * 5000);
        const at = random() < 0.5 ? 0 : 1;
        const queue = queues[at] ?? empty();
        queues[at] =
          random() < 0.5
            ? give(queue, `q${Math.floor(random() * 4)}`, "ABCDE"[step % 5] ?? "A", server.now)
            : send(queue, server, random, []);
      }
      for (const queue of queues) {
        let mine = queue;
        while (nextParcel(mine)) mine = send(mine, server, () => 0, []);
        mine = absorb(mine, server.tell(), mine.acks);
        expect(answersOf(mine)).toEqual(server.options());
      }
    },
  );
});

/** One attempt: it arrives and is acknowledged, or arrives unheard, comes late, or is lost. */
function send(queue: Queue, server: FakeProfiler, random: () => number, late: Parcel[]): Queue {
  const parcel = nextParcel(queue);
  if (!parcel) return queue;
  const tried = markTried(queue, parcel);
  const fate = random();
  if (fate < 0.4) {
    const told = server.take(parcel);
    return acknowledge(tried, parcel, told);
  }
  if (fate < 0.6) server.take(parcel);
  else if (fate < 0.8) late.push(parcel);
  return tried;
}
