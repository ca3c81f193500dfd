/** Signs as the services count them: an emoji is one. */
export function textLength(text: string): number {
  return Array.from(text).length;
}
