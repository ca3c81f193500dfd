import { describe, expect, it } from "vitest";

import v1 from "../../../../../../shared/contracts/examples/profiling-result.v1.json";
import v2 from "../../../../../../shared/contracts/examples/profiling-result.v2.json";
import {
  chooseCompared,
  listShares,
  part,
  placeEvidence,
  sortGaps,
  tellAbility,
  tellStanding,
  type Result,
  type SkillGap,
  type TrackResult,
} from "./result-view";

const first = v1 as unknown as Result;
const second = v2 as unknown as Result;
const track = (more: Partial<TrackResult>): TrackResult => ({ ...second.track, ...more });
const match = { defender: 20, offensive: 20, grc: 30, innovation: 20, leadership: 10 };

describe("the five shares", () => {
  it("stand from the likeliest down and still sum to 100", () => {
    for (const result of [first, second]) {
      const shares = listShares(result.track);
      expect(shares).toHaveLength(5);
      expect(shares[0]?.track).toBe(result.track.primary);
      const sum = shares.reduce((total, one) => total + Math.round(one.percent * 10), 0);
      expect(sum).toBe(1000);
    }
  });

  it("put the recommended track first among equals", () => {
    const even = { defender: 20, offensive: 20, grc: 20, innovation: 20, leadership: 20 };
    for (const primary of ["defender", "leadership", "grc"] as const) {
      expect(listShares(track({ primary, match: even }))[0]?.track).toBe(primary);
    }
  });
});

describe("how the lead reads", () => {
  it("follows the band, and a tie is a tie in any band", () => {
    const kind = (more: Partial<TrackResult>) => tellStanding(track({ tie: false, ...more })).kind;
    expect(kind({ band: "high" })).toBe("clear");
    expect(kind({ band: "medium" })).toBe("compare");
    expect(kind({ band: "low" })).toBe("open");
    expect(kind({ band: "high", tie: true })).toBe("tie");
  });

  it("has no leader where the first two are level, whatever broke the tie", () => {
    const even = { ...match, leadership: 10, defender: 30, offensive: 10 };
    const level = { tie: false, flips: 0, primary: "grc", secondary: "defender" } as const;
    for (const band of ["low", "medium", "high"] as const) {
      expect(tellStanding(track({ ...level, band })).kind).toBe("tie");
      expect(tellStanding(track({ ...level, band, flips: 1, match: even })).kind).toBe("tie");
      expect(tellStanding(track({ ...level, band, flips: 1, match })).kind).not.toBe("tie");
    }
  });

  it("names the secondary track, else the next by share", () => {
    const given = track({ primary: "grc", match, secondary: "leadership" });
    expect(tellStanding(given).second).toBe("leadership");
    expect(tellStanding({ ...given, secondary: null }).second).not.toBe("grc");
  });

  it("compares with the wished track only if it is another one", () => {
    const given = track({ primary: "grc", match, secondary: "innovation" });
    expect(chooseCompared(given, "leadership")).toBe("leadership");
    expect(chooseCompared(given, "grc")).toBe("innovation");
    expect(chooseCompared(given, "nonsense")).toBe("innovation");
    expect(chooseCompared(given, undefined)).toBe("innovation");
  });
});

describe("what is not known", () => {
  it("says the reason of a null, and that an older schema has no such part", () => {
    expect(tellAbility(first)).toEqual({ value: null, reason: "not-scored-in-this-version" });
    expect(part(first, "gaps")).toEqual({ value: null, reason: "not-scored-in-this-version" });
    const unmeasured = { ...second, aptitude: null, reasons: { "/aptitude": "not-measured" } };
    expect(tellAbility(unmeasured as Result)).toEqual({ value: null, reason: "not-measured" });
    expect(part({ ...second, growth: null } as unknown as Result, "growth").reason).toBeNull();
  });

  it("keeps an empty list, which is known", () => {
    expect(part({ ...second, strengths: [] }, "strengths")).toEqual({ value: [], reason: null });
  });
});

it("reads an ability of both schemas", () => {
  const aptitude = {
    score: 40,
    band: [30, 52],
    categories: [
      { category: "log_reading", label: "strong", items: 2, theta: 0, standard_error: 1 },
    ],
  };
  expect(tellAbility({ ...first, aptitude } as unknown as Result).value).toMatchObject({
    from: 30,
    to: 52,
    items: null,
    categories: [{ name: "log_reading", isFirstImpression: true }],
  });
  expect(tellAbility(second).value?.items ?? 0).toBeGreaterThanOrEqual(0);
});

it("puts the gaps that matter most first", () => {
  const gap = (skill: string, priority: string, wide: number) =>
    ({ skill, priority, gap: wide }) as SkillGap;
  const gaps = [
    gap("a", "low", 3),
    gap("b", "high", 1),
    gap("c", "high", 2),
    gap("d", "medium", 4),
  ];
  expect(sortGaps(gaps).map((one) => one.skill)).toEqual(["c", "b", "d", "a"]);
});

it("names evidence by place, own words apart, and never drops what it does not know", () => {
  const places = { identity_1: 1, identity_2: 2 };
  expect(placeEvidence(["identity_2", "reflection_1", "identity_1", "old_9"], places)).toEqual({
    places: [1, 2],
    hasOwnWords: true,
    unknown: ["old_9"],
  });
});
