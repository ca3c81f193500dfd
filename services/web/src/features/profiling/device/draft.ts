import { openDrawer } from "./storage";

/** The optional texts as they stand on this device. */
export interface Draft {
  why: string;
  aim: string;
  /** Whether the profiler has them like this. */
  isSent: boolean;
}

const keyOf = (sessionId: string) => `draft:${sessionId}`;

export async function findDraft(sessionId: string): Promise<Draft | undefined> {
  return (await openDrawer()).get<Draft>(keyOf(sessionId)).catch(() => undefined);
}

export async function keepDraft(sessionId: string, draft: Draft): Promise<void> {
  await (await openDrawer()).set(keyOf(sessionId), draft).catch(() => undefined);
}

export async function dropDraft(sessionId: string): Promise<void> {
  await (await openDrawer()).drop(keyOf(sessionId)).catch(() => undefined);
}
