import classes from "./account.module.css";

/** A path that begins where one stands and opens into five, over quiet hills. Decorative. */
export function LoginArt() {
  return (
    <svg
      viewBox="0 0 480 300"
      className={classes.art}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <circle className={classes.sun} cx="372" cy="92" r="60" />
      <circle className={classes.sun} cx="372" cy="92" r="34" />
      <path
        d="M0 214c60-46 118-58 186-30s118 22 168-14 92-34 126-22v152H0z"
        className={classes.hill}
      />
      <path d="M0 256c76-34 150-34 226-8s168 20 254-26v78H0z" className={classes.hill} />
      <circle className={classes.hill} cx="66" cy="250" r="22" />
      <g fill="none" strokeWidth="3.5" strokeLinecap="round" strokeDasharray="1 10">
        <path d="M66 250c62-6 84-60 104-104s34-66 62-84" stroke="var(--track-defender)" />
        <path d="M66 250c84-8 120-58 150-96s60-56 96-60" stroke="var(--track-grc)" />
        <path d="M66 250c112 4 190-28 240-62s74-40 112-42" stroke="var(--track-leadership)" />
        <path d="M66 250c112 10 224 4 366-48" stroke="var(--track-offensive)" />
      </g>
      <path
        d="M66 250c98-2 150-44 196-80s70-38 104-40"
        fill="none"
        stroke="var(--track-innovation)"
        strokeWidth="5"
        strokeLinecap="round"
      />
      <g fill="var(--surface)" strokeWidth="4">
        <circle cx="236" cy="56" r="10" stroke="var(--track-defender)" />
        <circle cx="322" cy="93" r="10" stroke="var(--track-grc)" />
        <circle cx="378" cy="129" r="13" stroke="var(--track-innovation)" />
        <circle cx="428" cy="145" r="10" stroke="var(--track-leadership)" />
        <circle cx="442" cy="199" r="10" stroke="var(--track-offensive)" />
      </g>
      <circle cx="378" cy="129" r="5.5" fill="var(--accent)" />
      <circle cx="66" cy="250" r="10" fill="var(--mantine-primary-color-filled)" />
    </svg>
  );
}
