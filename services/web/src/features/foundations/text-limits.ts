export const MAX_REFLECTION = 4000;
export const MIN_REASON = 3;
export const MAX_REASON = 1000;
