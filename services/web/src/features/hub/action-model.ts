import type { Action } from "./queries";

const HERE = "/dashboard";

/** Where an action is done: its item where it names one; nowhere when it points at the dashboard
 * itself, for a link to the page one is on leads nobody anywhere. */
export function placeOfAction({ url, evidence }: Pick<Action, "url" | "evidence">): string | null {
  if (!/^\/(?!\/)/.test(url)) return null;
  if (url === "/portfolio" && evidence.item_id) return `/portfolio/${evidence.item_id}`;
  return url === HERE ? null : url;
}

/** What there is to do elsewhere. An action whose place is where one is already has no next step. */
export function listDoable(actions: readonly Action[]): Action[] {
  return actions.filter((action) => placeOfAction(action) !== null);
}

/** When one can do it: null for now. */
export function opensAt({ available_at }: Pick<Action, "available_at">, now: Date): Date | null {
  const at = available_at ? new Date(available_at) : null;
  return at && at > now ? at : null;
}
