import { ProblemError } from "@/api/problem";

export const MIN_LENGTH = 12;
const MAX_LENGTH = 128;

/** Why a password is refused; `detail` is the service's own sentence where it gave one. */
export interface Refusal {
  code: string;
  detail: string;
}

/** What can be said before asking: the length everybody needs, counted in signs as core does. Core
 * asks staff for more and knows the common ones. */
export function checkPassword(password: string): Refusal | null {
  const length = Array.from(password).length;
  if (length === 0) return { code: "missing", detail: "" };
  if (length < MIN_LENGTH) {
    return { code: "too-short", detail: `Use at least ${MIN_LENGTH} characters.` };
  }
  if (length > MAX_LENGTH) {
    return { code: "too-long", detail: `Use at most ${MAX_LENGTH} characters.` };
  }
  return null;
}

/** The refusal of the field `name` in a service's answer. */
export function refusalOf(error: unknown, name: string): Refusal | null {
  if (!(error instanceof ProblemError)) return null;
  const field = error.fields.find(({ pointer }) => pointer?.split("/").pop() === name);
  return field ? { code: field.code, detail: field.detail } : null;
}
