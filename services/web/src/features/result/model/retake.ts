import type { components } from "@/api/generated/core";

export type Page = components["schemas"]["RetakePage"];
export type Request = components["schemas"]["RetakeOut"];

export const SHORTEST_REASON = 10;
export const LONGEST_REASON = 1000;

export type MayAsk =
  | { state: "open" }
  | { state: "pending"; request: Request }
  | { state: "tooEarly"; from: string }
  | { state: "notNow" };

/** Whether one may ask now; if not, since when or what for. */
export function tellMayAsk(page: Page, now: Date): MayAsk {
  const request = page.results.find((one) => one.state === "pending");
  if (request) return { state: "pending", request };
  if (page.allowed_from === null) return { state: "notNow" };
  if (new Date(page.allowed_from) > now) return { state: "tooEarly", from: page.allowed_from };
  return { state: "open" };
}
