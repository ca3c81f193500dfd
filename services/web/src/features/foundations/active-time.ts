/** Milliseconds in which the page was looked at and that no heartbeat has told yet. */
export class ActiveTime {
  private untoldMs = 0;
  private since: number | null = null;
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  resume(): void {
    this.since ??= this.now();
  }

  pause(): void {
    this.collect();
    this.since = null;
  }

  /** What to claim in the next heartbeat, in seconds, at most what one may claim. */
  get untoldS(): number {
    const running = this.since === null ? 0 : Math.max(0, this.now() - this.since);
    return Math.min(MAX_CLAIM_S, (this.untoldMs + running) / 1000);
  }

  /** The service has heard of this much; what came since stays to be told. */
  tell(seconds: number): void {
    this.collect();
    this.untoldMs = Math.max(0, this.untoldMs - seconds * 1000);
  }

  private collect(): void {
    if (this.since === null) return;
    const at = this.now();
    this.untoldMs += Math.max(0, at - this.since);
    this.since = at;
  }
}

/** What core takes in one heartbeat. */
export const MAX_CLAIM_S = 3600;
