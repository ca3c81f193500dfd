import classes from "./course.module.css";

/** Stepping stones across quiet water to a flag. Decorative. */
export function CourseArt() {
  return (
    <svg viewBox="0 0 260 120" className={classes.art} aria-hidden="true" focusable="false">
      <path
        d="M0 84c40-22 78-22 116-6s84 12 144-18v60H0z"
        fill="color-mix(in srgb, var(--mantine-primary-color-filled) 14%, transparent)"
      />
      <path
        d="M22 94c46-4 58-22 92-26s58 4 112-38"
        fill="none"
        stroke="var(--mantine-primary-color-filled)"
        strokeWidth="3"
        strokeLinecap="round"
        strokeDasharray="1 9"
      />
      <g fill="var(--surface)" stroke="var(--mantine-primary-color-filled)" strokeWidth="3">
        <circle cx="22" cy="94" r="8" fill="var(--mantine-primary-color-filled)" />
        <circle cx="76" cy="83" r="7" />
        <circle cx="128" cy="67" r="7" />
        <circle cx="182" cy="58" r="7" />
      </g>
      <path
        d="M226 62V20"
        stroke="var(--mantine-color-text)"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <path d="M226 20c10-6 16 4 26-2v18c-10 6-16-4-26 2z" fill="var(--accent)" />
    </svg>
  );
}
