import { isPassing, ProblemError, Unreachable } from "@/api/problem";

import * as model from "../model/answer-queue";
import type { Closed, Parcel, Queue } from "../model/answer-queue";
import type { BoxView, Surroundings, Trouble } from "./box-types";
import { CLOSING, readPlaces, readStale } from "./refusals";
import type { Drawer } from "./storage";

type Step = (queue: Queue) => Queue;

const LONGEST_WAIT_MS = 30_000;
const REFUSED_WAIT_MS = 60_000;

/** Where the answers of one session lie until the profiler has them: on the device first, then
 * sent, and sent again until they are acknowledged. */
export class AnswerBox {
  private view: BoxView;
  private kept: Queue;
  private readonly underWay: Step[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly drawer: Promise<Drawer>;
  /** With the learner in it: nobody else on this device finds it. */
  private readonly key: string;
  private isStopped = false;
  private isRefused = false;
  private sending: Promise<void> | null = null;
  private error: unknown = null;
  private failures = 0;
  private notBefore = 0;
  private heldUntil = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly learnerId: string,
    readonly sessionId: string,
    private readonly world: Surroundings,
  ) {
    this.key = `answers:${learnerId}:${sessionId}`;
    this.kept = model.openQueue(learnerId, sessionId);
    this.view = { queue: this.kept, isReady: false, trouble: null, course: null, isLasting: true };
    this.drawer = world.openDrawer();
    world.channel?.addEventListener("message", () => void this.reread().then(this.wake));
    void this.open();
  }

  readonly read = (): BoxView => this.view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Keep a choice. It is sent at once, or after `holdMs` when it may change any moment. */
  async choose(questionId: string, option: string, tookMs: number | null, holdMs = 0) {
    const at = this.world.now();
    this.heldUntil = holdMs > 0 ? at + holdMs : 0;
    await this.change((queue) => model.choose(queue, { questionId, option, at, tookMs }));
    if (holdMs > 0) this.sendIn(holdMs);
    else this.wake();
  }

  /** Send all that waits now. Throws what kept it from arriving. */
  async flush(): Promise<void> {
    this.heldUntil = 0;
    if (this.world.now() < this.notBefore) throw this.error;
    await this.send();
    if (this.hasMore()) await this.send();
    const { queue } = this.view;
    if (queue.waiting.length > 0 && !queue.closed) throw this.error ?? new Unreachable();
  }

  /** Look up what the profiler holds, for instance when another device may have answered. */
  async refresh(): Promise<void> {
    const acks = this.view.queue.acks;
    try {
      const told = await this.world.fetchStored(this.sessionId);
      await this.change((queue) => model.absorb(queue, told, acks));
    } catch {
      // What the device knows stays in view; sending tells what is wrong.
    }
    this.show({ isReady: true });
  }

  async end(why: Closed): Promise<void> {
    await this.change((queue) => model.close(queue, why));
  }

  /** Try again now, unless the profiler asked us to wait. */
  readonly wake = (): void => {
    if (this.world.now() < Math.max(this.notBefore, this.heldUntil)) return;
    void this.send();
  };

  /** Send nothing more: the login ended, or another session began. What waits stays here. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
    this.world.channel?.close();
  }

  /** Take it off the device: its session is closed, and what could be sent was. */
  async forget(): Promise<void> {
    this.stop();
    await (await this.drawer).drop(this.key).catch(() => undefined);
  }

  private async open(): Promise<void> {
    this.show({ isLasting: (await this.drawer).isLasting });
    await this.reread();
    await this.refresh();
    this.wake();
  }

  private send(): Promise<void> {
    this.sending ??= this.world
      .alone(`profiling-answers:${this.sessionId}`, () => this.sendAll())
      .finally(() => {
        this.sending = null;
        // A choice may have come just as the last parcel was done.
        if (this.hasMore()) this.wake();
      });
    return this.sending;
  }

  private hasMore(): boolean {
    const { queue, trouble } = this.view;
    return !this.isStopped && trouble === null && model.nextParcel(queue) !== null;
  }

  private async sendAll(): Promise<void> {
    clearTimeout(this.timer);
    await this.reread();
    while (!this.isStopped) {
      const parcel = model.nextParcel(this.kept);
      if (!parcel) break;
      await this.change((queue) => model.markTried(queue, parcel));
      try {
        const { outcomes, course } = await this.world.post(this.sessionId, parcel);
        this.show({ course });
        await this.change((queue) => model.acknowledge(queue, parcel, outcomes));
      } catch (error) {
        this.error = error;
        if (!(await this.goOnAfter(error, parcel))) return;
      }
      this.failures = 0;
      if (this.world.now() < this.heldUntil) return;
    }
    this.error = null;
    this.show({ trouble: null });
  }

  /** Take a refusal in; whether there is more to send now. */
  private async goOnAfter(error: unknown, parcel: Parcel): Promise<boolean> {
    const problem = error instanceof ProblemError ? error : null;
    const closed = problem && CLOSING[problem.code];
    if (closed) {
      await this.end(closed);
      this.show({ trouble: null });
      return false;
    }
    if (problem?.code === "stale-answer") {
      await this.change((queue) => model.acknowledge(queue, parcel, [readStale(problem, parcel)]));
      return true;
    }
    if (problem?.code === "invalid-input") {
      const places = readPlaces(problem, parcel);
      await this.change((queue) => model.refuse(queue, parcel, places));
      if (places.length > 0) return true;
    }
    if (problem?.status === 401) return this.pause("login");
    if (problem?.code === "not-found") return this.findOutWhy();
    if (!problem || isPassing(error) || problem.code === "unexpected-answer") {
      return this.retryLater("away", problem?.retryAfterS ?? 0);
    }
    return this.retryLater("refused", REFUSED_WAIT_MS / 1000);
  }

  /** No such session: it is gone, or this browser's login is another learner's by now. */
  private async findOutWhy(): Promise<boolean> {
    try {
      if ((await this.world.askWhoIsHere()) !== this.learnerId) return this.pause("login");
    } catch {
      return this.retryLater("away", 0);
    }
    await this.end("gone");
    return false;
  }

  private pause(trouble: Trouble): false {
    this.show({ trouble });
    return false;
  }

  private retryLater(trouble: Trouble, leastS: number): false {
    const backoffMs = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** this.failures++);
    const waitMs = Math.max(leastS * 1000, backoffMs * (0.75 + Math.random() / 2));
    this.notBefore = leastS > 0 ? this.world.now() + leastS * 1000 : 0;
    this.show({ trouble });
    this.sendIn(waitMs);
    return false;
  }

  private sendIn(ms: number): void {
    clearTimeout(this.timer);
    if (!this.isStopped) this.timer = setTimeout(() => void this.send(), ms);
  }

  /** Change the queue: in view at once, then on the device, then told to the other tabs. */
  private async change(step: Step): Promise<void> {
    this.underWay.push(step);
    this.show({});
    try {
      this.kept = await this.keep(step);
    } catch {
      // The device refuses (full, for instance): it is kept as long as the page is open, and said.
      this.isRefused = true;
      this.kept = step(this.kept);
      this.show({ isLasting: false });
    }
    this.underWay.splice(this.underWay.indexOf(step), 1);
    this.show({});
    if (!this.isStopped) this.world.channel?.postMessage(null);
  }

  private async keep(step: Step): Promise<Queue> {
    const drawer = await this.drawer;
    if (this.isRefused) return step(this.kept);
    return drawer.change<Queue>(this.key, (found) => step(found ?? this.kept));
  }

  private async reread(): Promise<void> {
    if (this.isRefused) return;
    const found = await (await this.drawer).get<Queue>(this.key).catch(() => undefined);
    if (found) this.kept = found;
    this.show({});
  }

  private show(more: Partial<BoxView>): void {
    const queue = this.underWay.reduce((before, step) => step(before), this.kept);
    this.view = { ...this.view, ...more, queue };
    for (const listener of this.listeners) listener();
  }
}
