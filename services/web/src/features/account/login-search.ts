import { safeNext } from "./safe-next";

const NOTES = [
  "invitation-accepted",
  "password-reset",
  "password-changed",
  "account-erased",
] as const;

/** What brought the person here and is worth a sentence. */
export type LoginNote = (typeof NOTES)[number];

export interface LoginSearch {
  next?: string;
  ended?: boolean;
  note?: LoginNote;
}

/** The login page's address: everything that is not ours is left out. Read where it is used and not
 * by the route's `validateSearch`, because the router hands on what that leaves out. */
export function readLoginSearch(raw: Record<string, unknown>): LoginSearch {
  const next = safeNext(raw["next"]);
  const note = NOTES.find((one) => one === raw["note"]);
  return {
    ...(next ? { next } : {}),
    ...(raw["ended"] === true ? { ended: true } : {}),
    ...(note ? { note } : {}),
  };
}

/** The secret of a mailed link. */
export function readLinkSearch(raw: Record<string, unknown>): { token?: string } {
  const token = raw["token"];
  return typeof token === "string" && token !== "" ? { token } : {};
}
