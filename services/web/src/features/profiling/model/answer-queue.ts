import type { components } from "@/api/generated/profiler";

/**
 * The answers of one profiling session on this device: what the profiler has stored, as far as we
 * know, and what still waits to be sent. Pure: every step takes a queue and gives the next one.
 */

/** An answer that the profiler has acknowledged. */
export interface Stored {
  readonly option: string;
  readonly version: number;
}

/** An answer that is on this device and not acknowledged yet. */
export interface Waiting {
  readonly questionId: string;
  readonly option: string;
  /** Milliseconds by the device's clock; rises with every choice, so it names this one. */
  readonly answeredAt: number;
  readonly tookMs: number | null;
  /** What was stored, as far as this device knew, when the learner chose. */
  readonly seen: Stored | null;
  /** It was sent and we did not hear what became of it. */
  readonly isTried: boolean;
  /** How many earlier choices for this question were sent without our hearing of them. */
  readonly lost: number;
  /** Another device answered first, unseen by us: let the time of the answers decide. */
  readonly byTime: boolean;
}

export type Closed = "completed" | "reset" | "expired" | "gone" | "retired";

export interface Queue {
  readonly learnerId: string;
  readonly sessionId: string;
  readonly stored: Readonly<Record<string, Stored>>;
  readonly waiting: readonly Waiting[];
  /** The session takes no more answers. */
  readonly closed: Closed | null;
  /** Questions whose choice here gave way to a newer one of another device. */
  readonly overruled: readonly string[];
  /** Rises with every acknowledgement; tells whether a snapshot is older than it. */
  readonly acks: number;
}

type Answer = components["schemas"]["RespondRequest"];
type DatedAnswer = components["schemas"]["BatchItem"];

/** What goes to the profiler in one request. */
export interface Parcel {
  readonly choices: readonly Waiting[];
  readonly body: Answer | { answers: DatedAnswer[] };
}

export interface Outcome {
  readonly questionId: string;
  readonly option: string;
  readonly version: number;
}

export const MOST_IN_A_PARCEL = 51;

export function openQueue(learnerId: string, sessionId: string): Queue {
  return {
    learnerId,
    sessionId,
    stored: {},
    waiting: [],
    closed: null,
    overruled: [],
    acks: 0,
  };
}

/** Note a choice. The last one for a question counts and goes to the end of the line. */
export function choose(
  queue: Queue,
  choice: { questionId: string; option: string; at: number; tookMs: number | null },
): Queue {
  if (queue.closed) return queue;
  const before = queue.waiting.find((one) => one.questionId === choice.questionId);
  const latest = Math.max(0, ...queue.waiting.map((one) => one.answeredAt));
  const chosen: Waiting = {
    questionId: choice.questionId,
    option: choice.option,
    answeredAt: Math.max(choice.at, latest + 1),
    tookMs: choice.tookMs,
    seen: before ? before.seen : (queue.stored[choice.questionId] ?? null),
    isTried: false,
    lost: before ? before.lost + (before.isTried ? 1 : 0) : 0,
    byTime: before?.byTime ?? false,
  };
  return {
    ...queue,
    waiting: [...queue.waiting.filter((one) => one !== before), chosen],
    overruled: queue.overruled.filter((id) => id !== choice.questionId),
  };
}

/** The next request, if anything waits: a fresh answer by itself, else all that gathered. */
export function nextParcel(queue: Queue): Parcel | null {
  if (queue.closed || queue.waiting.length === 0) return null;
  const choices = queue.waiting.slice(0, MOST_IN_A_PARCEL);
  const first = choices[0];
  if (first && choices.length === 1 && !first.isTried && !first.byTime && first.lost === 0) {
    return { choices, body: describe(first) };
  }
  return { choices, body: { answers: choices.map(describeForBatch) } };
}

function describe(one: Waiting): Answer {
  return {
    question_id: one.questionId,
    selected_option: one.option,
    response_time_ms: one.tookMs,
    answer_version: one.byTime ? null : proposeVersion(one),
  };
}

/** The version that was seen; 0 says "I believe that nothing is stored". A late copy can then never
 * overwrite what was chosen after it, whatever the device's clock says. Each choice whose fate is
 * unknown may have raised the version by one: propose one above them, so that our own earlier
 * choice never counts as somebody's newer one. */
function proposeVersion(one: Waiting): number {
  return (one.seen?.version ?? 0) + one.lost;
}

function describeForBatch(one: Waiting): DatedAnswer {
  return { ...describe(one), answered_at: new Date(one.answeredAt).toISOString() };
}

/** Note before sending: after a crash nobody knows whether it arrived. */
export function markTried(queue: Queue, parcel: Parcel): Queue {
  return {
    ...queue,
    waiting: queue.waiting.map((one) => (isIn(parcel, one) ? { ...one, isTried: true } : one)),
  };
}

/** The profiler has told what is stored now for each answer of the parcel: itself, or a newer one
 * (`kept-newer`, 409 `stale-answer`). The newer one is taken; only where this device had never seen
 * an answer the time decides which of the two is the later, in one more attempt. */
export function acknowledge(queue: Queue, parcel: Parcel, outcomes: readonly Outcome[]): Queue {
  let after: Queue = { ...queue, acks: queue.acks + 1 };
  for (const outcome of outcomes) {
    const sent = parcel.choices.find((one) => one.questionId === outcome.questionId);
    if (sent) after = settle(after, sent, outcome);
  }
  return after;
}

function settle(queue: Queue, sent: Waiting, outcome: Outcome): Queue {
  const { questionId, option, version } = outcome;
  const known = queue.stored[questionId];
  const stored =
    !known || version >= known.version
      ? { ...queue.stored, [questionId]: { option, version } }
      : queue.stored;
  const told = { option, version };
  const isOverruled = option !== sent.option && queue.waiting.some((one) => isSame(one, sent));
  if (isOverruled) {
    const change = (more: Partial<Waiting>) => ({
      ...queue,
      stored,
      waiting: queue.waiting.map((one) =>
        isSame(one, sent) ? { ...one, isTried: false, lost: 0, ...more } : one,
      ),
    });
    // Newer only because it was stored once more (a late copy of ours): the choice stands.
    if (sent.seen?.option === option && version > sent.seen.version) return change({ seen: told });
    if (sent.seen === null && !sent.byTime) return change({ byTime: true });
  }
  return {
    ...queue,
    stored,
    waiting: queue.waiting
      .filter((one) => !isSame(one, sent))
      // Chosen again meanwhile: what was sent before it is no longer in doubt.
      .map((one) =>
        one.questionId === questionId ? { ...one, seen: told, lost: 0, byTime: false } : one,
      ),
    overruled: isOverruled ? [...queue.overruled, questionId] : queue.overruled,
  };
}

/** The profiler knows no such question or option: leave them open instead of asking for ever. */
export function refuse(queue: Queue, parcel: Parcel, places: readonly number[]): Queue {
  const refused = places.flatMap((place) => parcel.choices[place] ?? []);
  return {
    ...queue,
    waiting: queue.waiting.filter((one) => !refused.some((other) => isSame(one, other))),
  };
}

/** What the profiler says is stored, asked for when we had seen `acks` acknowledgements. */
export function absorb(queue: Queue, told: Readonly<Record<string, Stored>>, acks: number): Queue {
  if (acks === queue.acks) return { ...queue, stored: { ...told } };
  const stored: Record<string, Stored> = { ...queue.stored };
  for (const [id, one] of Object.entries(told)) {
    if (one.version >= (stored[id]?.version ?? 0)) stored[id] = one;
  }
  return { ...queue, stored };
}

export function close(queue: Queue, why: Closed): Queue {
  return queue.closed ? queue : { ...queue, closed: why };
}

/** The answers as the learner sees them: what waits here stands before what is stored. */
export function answersOf(queue: Queue): Record<string, string> {
  const answers: Record<string, string> = {};
  for (const [id, { option }] of Object.entries(queue.stored)) answers[id] = option;
  for (const one of queue.waiting) answers[one.questionId] = one.option;
  return answers;
}

function isIn(parcel: Parcel, one: Waiting): boolean {
  return parcel.choices.some((sent) => isSame(sent, one));
}

function isSame(one: Waiting, other: Waiting): boolean {
  return one.questionId === other.questionId && one.answeredAt === other.answeredAt;
}
