import classes from "./travelling.module.css";

/** A point that travels along a path from the profiler's stop to core's. */
export function Travelling({ isResting }: { isResting: boolean }) {
  return (
    <svg
      className={classes.drawing}
      viewBox="0 0 308 110"
      aria-hidden="true"
      focusable="false"
      data-resting={isResting || undefined}
    >
      <path className={classes.hill} d="M0 110c50-34 100-28 150-10s90-30 158-20v30z" />
      <path className={classes.path} d="M24 78C90 20 130 96 180 62s60-44 104-26" />
      <circle className={classes.stop} cx="24" cy="78" r="9" />
      <circle className={classes.goal} cx="284" cy="36" r="10" />
      <circle className={classes.traveller} r="7" />
    </svg>
  );
}
