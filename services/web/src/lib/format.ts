// The words of the app are English; dates and numbers are written as the reader's device does.
const locale = () => navigator.language;

const dates = () => new Intl.DateTimeFormat(locale(), { dateStyle: "medium" });
const instants = () =>
  new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" });

/** A day in the device's time zone, such as "20 Nov 2026". */
export function formatDate(instant: string | Date): string {
  return dates().format(new Date(instant));
}

/** Day and minute in the device's time zone. */
export function formatInstant(instant: string | Date): string {
  return instants().format(new Date(instant));
}

/** "3 minutes ago", "in 2 days": the largest unit that is not zero. */
export function formatRelative(instant: string | Date, now: Date = new Date()): string {
  const seconds = (new Date(instant).getTime() - now.getTime()) / 1000;
  const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ];
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(0, "second");
}

/** A percentage as core and the profiler give it (0 to 100), with one decimal at most. */
export function formatPercent(value: number): string {
  const format = { style: "percent", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale(), format).format(value / 100);
}
