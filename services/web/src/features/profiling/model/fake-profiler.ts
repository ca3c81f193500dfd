import type { Outcome, Parcel, Stored } from "./answer-queue";

interface Kept extends Stored {
  at: number;
}

/** For tests: the profiler's rules of storing (its `sessions/merge.py`) in a few lines. */
export class FakeProfiler {
  now = 1_000_000;
  private readonly startedAt = this.now;
  private readonly kept = new Map<string, Kept>();

  take({ body }: Parcel): Outcome[] {
    if (!("answers" in body)) return this.takeOne(body);
    const outcomes = body.answers.map((given) => {
      const at = this.clamp(Date.parse(given.answered_at ?? ""));
      const before = this.kept.get(given.question_id);
      const version = given.answer_version;
      const isOlder = before && (version === null ? at < before.at : version < before.version);
      const isProposed = before !== undefined && (version ?? 0) > before.version;
      if (!isOlder) {
        if (before?.option === given.selected_option && !isProposed) {
          before.at = Math.max(before.at, at);
        } else this.write(given.question_id, given.selected_option, version, at);
      }
      return this.outcome(given.question_id);
    });
    return outcomes;
  }

  tell(): Record<string, Stored> {
    return Object.fromEntries(
      [...this.kept].map(([id, { option, version }]) => [id, { option, version }]),
    );
  }

  options(): Record<string, string> {
    return Object.fromEntries([...this.kept].map(([id, { option }]) => [id, option]));
  }

  private takeOne(given: Exclude<Parcel["body"], { answers: unknown }>): Outcome[] {
    const before = this.kept.get(given.question_id);
    if (before && given.answer_version !== null && given.answer_version < before.version) {
      return [this.outcome(given.question_id)];
    }
    this.write(given.question_id, given.selected_option, given.answer_version, this.now);
    return [this.outcome(given.question_id)];
  }

  private write(id: string, option: string, version: number | null, at: number): void {
    const next = (this.kept.get(id)?.version ?? 0) + 1;
    this.kept.set(id, { option, version: Math.max(next, version ?? 0), at });
  }

  private outcome(questionId: string): Outcome {
    const { option, version } = this.kept.get(questionId) ?? { option: "", version: 0 };
    return { questionId, option, version };
  }

  private clamp(at: number): number {
    return Math.min(Math.max(at, this.startedAt), this.now);
  }
}

/** A repeatable source of chance (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed + 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
