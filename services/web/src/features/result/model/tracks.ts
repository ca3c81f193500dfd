import type { Track } from "./result-view";

/** The fixed order in which tracks are drawn. */
export const TRACKS: readonly Track[] = [
  "defender",
  "offensive",
  "grc",
  "innovation",
  "leadership",
];
