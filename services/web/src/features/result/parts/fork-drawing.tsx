import { TRACKS } from "../model/tracks";
import classes from "./fork-drawing.module.css";

const ENDS: readonly (readonly [number, number])[] = [
  [262, 18],
  [284, 44],
  [288, 72],
  [276, 98],
  [248, 116],
];

/** Five paths that leave one point; the recommended one is drawn full. */
export function ForkDrawing({ primary }: { primary: string | null }) {
  return (
    <svg className={classes.drawing} viewBox="0 0 304 132" aria-hidden="true" focusable="false">
      {TRACKS.map((track, at) => {
        const [x, y] = ENDS[at] ?? [0, 0];
        const isTaken = track === primary;
        return (
          <g key={track} className={classes.way} data-taken={isTaken || undefined}>
            <path
              d={`M22 70C90 70 ${x - 130} ${y} ${x - 10} ${y}`}
              style={{ stroke: `var(--track-${track})` }}
            />
            <circle cx={x} cy={y} r={isTaken ? 10 : 6} style={{ fill: `var(--track-${track})` }} />
          </g>
        );
      })}
      <circle cx="22" cy="70" r="8" className={classes.start} />
    </svg>
  );
}
