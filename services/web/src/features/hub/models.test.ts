import { describe, expect, it } from "vitest";

import { opensAt, placeOfAction } from "./action-model";
import { dashboardFacts, sortFacts } from "./facts";
import { action, dashboard, overview } from "./samples";

const NO_EVIDENCE = action().evidence;

describe("placeOfAction", () => {
  it.each([
    ["/foundations", "/foundations"],
    ["/portfolio", "/portfolio"],
    ["/dashboard", null],
    ["https://evil.example", null],
    ["//evil.example", null],
    ["javascript:alert(1)", null],
    ["", null],
  ])("of %s is %s", (url, place) => {
    expect(placeOfAction({ url, evidence: NO_EVIDENCE })).toBe(place);
  });

  it("is the item itself where one is named", () => {
    const evidence = { ...NO_EVIDENCE, item_id: "abc" };
    expect(placeOfAction({ url: "/portfolio", evidence })).toBe("/portfolio/abc");
  });
});

describe("opensAt", () => {
  const now = new Date("2026-11-20T10:00:00Z");

  it("is an instant to come, or nothing", () => {
    expect(opensAt({ available_at: "2026-11-20T12:00:00Z" }, now)?.getUTCHours()).toBe(12);
    expect(opensAt({ available_at: "2026-11-20T09:00:00Z" }, now)).toBeNull();
    expect(opensAt({ available_at: null }, now)).toBeNull();
  });
});

describe("the facts", () => {
  it("put what is unknown under its reason and make no zero of it", () => {
    const { known, unknown } = sortFacts(dashboardFacts(dashboard(), overview()));
    expect(known).toEqual([]);
    expect(unknown).toHaveLength(1);
    expect(unknown[0]?.reason).toBe("no-source-yet");
    expect(unknown[0]?.names).toEqual([
      "readiness",
      "window",
      "streak",
      "goalsDone",
      "goalsTotal",
      "unread",
      "tier",
      "cohort",
    ]);
  });

  it("take a zero for known", () => {
    const today = { readiness: 0, streak_days: 3, goals_done: null, goals_total: null };
    const { known, unknown } = sortFacts(dashboardFacts(dashboard({ today }), undefined));
    expect(known.map(({ name, value }) => [name, value])).toEqual([
      ["readiness", 0],
      ["streak", 3],
    ]);
    expect(unknown[0]?.names).not.toContain("readiness");
  });

  it("lose none, whatever is known", () => {
    for (let mask = 0; mask < 16; mask++) {
      const bit = (place: number) => ((mask >> place) & 1 ? place : null);
      const today = {
        readiness: bit(0),
        streak_days: bit(1),
        goals_done: bit(2),
        goals_total: bit(3),
      };
      const facts = dashboardFacts(dashboard({ today }), overview());
      const { known, unknown } = sortFacts(facts);
      const names = [...known.map(({ name }) => name), ...unknown.flatMap(({ names: all }) => all)];
      expect(names.sort()).toEqual(facts.map(({ name }) => name).sort());
    }
  });
});
