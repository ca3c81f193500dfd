import { openDrawer } from "./storage";

/** The session that this device last worked on, for when the profiler cannot be asked. */
export interface LocalRun {
  sessionId: string;
  epoch: number;
}

export async function keepRun(learnerId: string, run: LocalRun): Promise<void> {
  await (await openDrawer()).set(`run:${learnerId}`, run).catch(() => undefined);
}

export async function findRun(learnerId: string): Promise<LocalRun | undefined> {
  return (await openDrawer()).get<LocalRun>(`run:${learnerId}`).catch(() => undefined);
}
