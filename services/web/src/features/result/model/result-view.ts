import type { components } from "@/api/generated/core";

import type { ResultOut } from "../data/queries";

type Schemas = components["schemas"];
export type Result = ResultOut["result"];
export type Track = Schemas["Track"];
export type Reason = Schemas["Reason"];
export type TrackResult = Schemas["TrackResult"];
export type Evidenced = Schemas["Evidenced"];
export type SkillGap = Schemas["SkillGap"];

/** Something the result says, or why it does not. */
export type Known<T> = { value: T; reason: null } | { value: null; reason: Reason | null };

export interface Share {
  track: Track;
  percent: number;
  answers: number;
}

/** The five tracks, the likeliest first; the recommended one stays first among equals. */
export function listShares({ match, counts, primary }: TrackResult): Share[] {
  return (Object.keys(match) as Track[])
    .map((track) => ({ track, percent: match[track], answers: counts[track] ?? 0 }))
    .sort(
      (a, b) => b.percent - a.percent || Number(b.track === primary) - Number(a.track === primary),
    );
}

export interface Standing {
  /** How the lead is to be read: a tie and an open field are said as such. */
  kind: "tie" | "clear" | "compare" | "open";
  first: Track;
  second: Track;
}

/** Level is level, also where a tie-breaker chose which of two is named first. */
function isLevel({ tie, flips, match, primary }: TrackResult, second: Track): boolean {
  return tie || flips === 0 || match[primary] === match[second];
}

export function tellStanding(track: TrackResult): Standing {
  const others = listShares(track).filter((one) => one.track !== track.primary);
  const second = track.secondary ?? others[0]?.track ?? track.primary;
  const kinds = { high: "clear", medium: "compare", low: "open" } as const;
  const kind = isLevel(track, second) ? "tie" : kinds[track.band];
  return { kind, first: track.primary, second };
}

/** The track to set beside the recommended one: the one in the address, else the runner-up. */
export function chooseCompared(track: TrackResult, wished: string | undefined): Track {
  const others = listShares(track).filter((one) => one.track !== track.primary);
  return others.find((one) => one.track === wished)?.track ?? tellStanding(track).second;
}

/** A part of the result by its name, with the reason where it is null or not in this schema. */
export function part<T>(result: Result, name: string): Known<T> {
  const value = (result as unknown as Record<string, unknown>)[name];
  if (value !== null && value !== undefined) return { value: value as T, reason: null };
  const isMissing = value === undefined;
  const reason = result.reasons[`/${name}`] ?? null;
  return { value: null, reason: isMissing ? "not-scored-in-this-version" : reason };
}

export interface Ability {
  score: number;
  from: number;
  to: number;
  /** How many puzzle questions it rests on; schema 1 does not tell. */
  items: number | null;
  isProvisional: boolean;
  categories: readonly { name: string; label: string; items: number; isFirstImpression: boolean }[];
}

export function tellAbility(result: Result): Known<Ability> {
  const known = part<Schemas["AptitudeResultV2"] | Schemas["AptitudeResult"]>(result, "aptitude");
  if (!known.value) return known as Known<Ability>;
  const { value } = known;
  const [from, to] = value.band as [number, number];
  return {
    reason: null,
    value: {
      score: value.score,
      from,
      to,
      items: "items" in value ? value.items : null,
      isProvisional: "provisional" in value && value.provisional,
      categories: value.categories.map((one) => ({
        name: one.category,
        label: one.label,
        items: one.items,
        isFirstImpression: "first_impression" in one ? one.first_impression : one.items <= 2,
      })),
    },
  };
}

/** The gaps that matter most first; within a priority the widest. */
export function sortGaps(gaps: readonly SkillGap[]): SkillGap[] {
  const order = { high: 0, medium: 1, low: 2 } as const;
  return [...gaps].sort((a, b) => order[a.priority] - order[b.priority] || b.gap - a.gap);
}

/** Evidence as places of questions, in order; what has no place (own words) comes apart. */
export function placeEvidence(
  ids: readonly string[],
  places: Readonly<Record<string, number>>,
): { places: number[]; hasOwnWords: boolean; unknown: string[] } {
  const known = ids.flatMap((id) => places[id] ?? []);
  const others = ids.filter((id) => places[id] === undefined);
  return {
    places: [...new Set(known)].sort((a, b) => a - b),
    hasOwnWords: others.some((id) => id.startsWith("reflection_")),
    unknown: others.filter((id) => !id.startsWith("reflection_")),
  };
}
