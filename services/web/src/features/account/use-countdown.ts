import { useCallback, useEffect, useState } from "react";

/** Whole seconds until `start`'s wait is over; 0 while there is none. Counts by the clock, so a
 * page that slept does not wait longer. */
export function useCountdown(): { left: number; start: (seconds: number) => void } {
  const [endsAt, setEndsAt] = useState<number | null>(null);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (endsAt === null) return undefined;
    const timer = setInterval(() => {
      const seconds = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
      setLeft(seconds);
      if (seconds === 0) setEndsAt(null);
    }, 250);
    return () => clearInterval(timer);
  }, [endsAt]);
  const start = useCallback((seconds: number) => {
    const whole = Math.max(1, Math.ceil(seconds));
    setLeft(whole);
    setEndsAt(performance.now() + whole * 1000);
  }, []);
  return { left, start };
}
