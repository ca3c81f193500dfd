import { expect, it } from "vitest";

import { tellMayAsk, type Page, type Request } from "./retake";

const now = new Date("2026-11-20T12:00:00Z");
const page = (allowedFrom: string | null, ...states: Request["state"][]): Page => ({
  results: states.map((state) => ({ id: state, state }) as Request),
  next: null,
  previous: null,
  allowed_from: allowedFrom,
});

it("is open from the instant that core names", () => {
  expect(tellMayAsk(page("2026-11-20T12:00:00Z"), now).state).toBe("open");
  expect(tellMayAsk(page("2026-11-20T12:00:01Z"), now)).toEqual({
    state: "tooEarly",
    from: "2026-11-20T12:00:01Z",
  });
});

it("shows a pending request before anything else", () => {
  expect(tellMayAsk(page(null, "declined", "pending"), now)).toMatchObject({
    state: "pending",
    request: { id: "pending" },
  });
  expect(tellMayAsk(page(null, "declined"), now).state).toBe("notNow");
});
