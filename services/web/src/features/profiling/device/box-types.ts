import type { Outcome, Parcel, Queue, Stored } from "../model/answer-queue";
import type { Drawer } from "./storage";

/** Why answers wait although somebody tried to send them. */
export type Trouble = "away" | "login" | "refused";

/** What the profiler last told of the way: how many questions there are at most, and the next. */
export interface Course {
  readonly total: number;
  readonly next: string | null;
}

export interface Reply {
  readonly outcomes: readonly Outcome[];
  readonly course: Course | null;
}

export interface BoxView {
  readonly queue: Queue;
  /** What the device and the profiler hold has been looked up, or could not be. */
  readonly isReady: boolean;
  readonly trouble: Trouble | null;
  readonly course: Course | null;
  /** Whether answers outlive this page. */
  readonly isLasting: boolean;
}

/** What the box needs of the world. */
export interface Surroundings {
  openDrawer(): Promise<Drawer>;
  /** Send; the outcomes as the profiler told them. Throws ProblemError or Unreachable. */
  post(sessionId: string, parcel: Parcel): Promise<Reply>;
  fetchStored(sessionId: string): Promise<Record<string, Stored>>;
  /** Whose token we would send with. */
  askWhoIsHere(): Promise<string>;
  /** Only one tab at a time sends for a session. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>;
  now(): number;
  /** Tell other tabs, and hear of them. */
  channel: Pick<BroadcastChannel, "postMessage" | "addEventListener" | "close"> | null;
}
