import classes from "./path-drawing.module.css";

const STOPS: readonly (readonly [number, number])[] = [
  [18, 92],
  [72, 70],
  [126, 82],
  [176, 50],
  [232, 56],
  [290, 22],
];

interface PathDrawingProps {
  /** How many of the six parts are done. */
  done: number;
  isBroken?: boolean;
}

/** Six stops on one path, as many as the profiling has parts. */
export function PathDrawing({ done, isBroken = false }: PathDrawingProps) {
  return (
    <svg
      className={classes.drawing}
      viewBox="0 0 308 110"
      aria-hidden="true"
      focusable="false"
      data-broken={isBroken || undefined}
    >
      <path className={classes.hill} d="M0 110c40-30 70-30 110-12s70-38 118-36 56-36 80-42v90z" />
      <path
        className={classes.path}
        d="M18 92c20-2 34-22 54-22s36 14 54 12 30-30 50-32 36 8 56 6 38-22 58-34"
      />
      {STOPS.map(([x, y], place) => (
        <circle
          key={x}
          className={classes.stop}
          data-done={place < done || undefined}
          data-next={place === done || undefined}
          cx={x}
          cy={y}
          r={place === done ? 9 : 7}
        />
      ))}
    </svg>
  );
}
