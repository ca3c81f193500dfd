import type { components } from "@/api/generated/core";

export type AccountStatus = components["schemas"]["StudentOut"]["status"];
export type RetakeState = components["schemas"]["RetakeOut"]["state"];
export type Service = "core" | "profiler";

export const STATUSES: readonly AccountStatus[] = [
  "invited",
  "active",
  "suspended",
  "deactivated",
  "erased",
];
const RETAKE_STATES: readonly RetakeState[] = [
  "pending",
  "approved",
  "declined",
  "withdrawn",
  "lapsed",
];

export const SHOWN_STATES: readonly (RetakeState | "all")[] = [...RETAKE_STATES, "all"];
const SERVICES: readonly Service[] = ["profiler", "core"];

interface StudentsSearch {
  search?: string;
  status?: AccountStatus;
  cursor?: string;
}

/** What the list of students is narrowed to; anything else in the address is ignored. */
export function readStudentsSearch(given: Record<string, unknown>): StudentsSearch {
  const search = typeof given.search === "string" ? given.search.trim().slice(0, 100) : "";
  return {
    ...(search && { search }),
    ...pick("status", given.status, STATUSES),
    ...readCursorOf(given),
  };
}

interface RetakesSearch {
  state?: RetakeState | "all";
  cursor?: string;
}

/** Which retake requests to list: the pending ones unless the address says otherwise. */
export function readRetakesSearch(given: Record<string, unknown>): RetakesSearch {
  return { ...pick("state", given.state, SHOWN_STATES), ...readCursorOf(given) };
}

interface LettersSearch {
  service?: Service;
  cursor?: string;
}

/** Whose dead letters to list. */
export function readLettersSearch(given: Record<string, unknown>): LettersSearch {
  return { ...pick("service", given.service, SERVICES), ...readCursorOf(given) };
}

function readCursorOf(given: Record<string, unknown>): { cursor?: string } {
  return typeof given.cursor === "string" ? { cursor: given.cursor } : {};
}

function pick<N extends string, V extends string>(name: N, value: unknown, known: readonly V[]) {
  const found = known.find((one) => one === value);
  return (found === undefined ? {} : { [name]: found }) as { [K in N]?: V };
}
