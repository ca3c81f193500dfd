/** Where a text stands on the screen, in CSS pixels. `top` is measured from the window's top. */
export interface Placed {
  top: number;
  height: number;
  windowHeight: number;
}

/** How far one has read, 0 to 1: the part of the text that has come above the window's lower edge. */
export function readingPlace({ top, height, windowHeight }: Placed): number {
  if (height <= 0) return 0;
  return Math.min(1, Math.max(0, (windowHeight - top) / height));
}

/** How far to scroll from here so that `place` stands a third above the window's lower edge. */
export function scrollToPlace(place: number, { top, height, windowHeight }: Placed): number {
  return top + place * height - (windowHeight * 2) / 3;
}

/** Whether bringing somebody back to their place helps: not at the start, not at the end. */
export function isWorthReturning(place: number): boolean {
  return place > 0.05 && place < 0.98;
}
