import type { ProblemError } from "@/api/problem";

import type { Closed, Outcome, Parcel } from "../model/answer-queue";

/** The refusals after which a session takes no more answers. */
export const CLOSING: Readonly<Record<string, Closed>> = {
  "session-completed": "completed",
  "session-superseded": "reset",
  "session-expired": "expired",
  "bank-retired": "retired",
};

/** What is stored, as `stale-answer` carries it. */
export function readStale(problem: ProblemError, parcel: Parcel): Outcome {
  const { selected_option: option, answer_version: version } = problem.extra;
  return {
    questionId: parcel.choices[0]?.questionId ?? "",
    option: String(option),
    version: Number(version),
  };
}

/** Which answers of the parcel `invalid-input` names. */
export function readPlaces(problem: ProblemError, parcel: Parcel): number[] {
  if (parcel.choices.length === 1) return [0];
  const places = problem.fields.map(({ pointer }) => pointer?.match(/^\/answers\/(\d+)/)?.[1]);
  return [...new Set(places)].filter((place) => place !== undefined).map(Number);
}
