import { i18next } from "./i18n";

const dates = () => new Intl.DateTimeFormat(i18next.language, { dateStyle: "medium" });
const instants = () =>
  new Intl.DateTimeFormat(i18next.language, { dateStyle: "medium", timeStyle: "short" });

/** A day in the reader's own time zone, such as "20 Nov 2026". */
export function formatDate(instant: string | Date): string {
  return dates().format(new Date(instant));
}

/** Day and minute in the reader's own time zone. */
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
  const format = new Intl.RelativeTimeFormat(i18next.language, { numeric: "auto" });
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(0, "second");
}

/** A percentage as core and the profiler give it (0 to 100), with one decimal at most. */
export function formatPercent(value: number): string {
  return new Intl.NumberFormat(i18next.language, { maximumFractionDigits: 1 }).format(value) + "%";
}
