/** How long a question was in view: time in which the page was hidden does not count. */
export class VisibleTimer {
  private gatheredMs = 0;
  private since: number | null;

  /** `now` in milliseconds, by a clock that never jumps. */
  constructor(
    private readonly now: () => number,
    isVisible: boolean,
  ) {
    this.since = isVisible ? now() : null;
  }

  hide(): void {
    this.gatheredMs = this.readMs();
    this.since = null;
  }

  show(): void {
    this.since ??= this.now();
  }

  readMs(): number {
    const running = this.since === null ? 0 : this.now() - this.since;
    return Math.round(this.gatheredMs + Math.max(0, running));
  }
}
