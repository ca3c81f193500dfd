import { useEffect, useRef } from "react";

import { Unreachable } from "@/api/problem";

interface Act {
  error: Error | null;
  mutate: () => void;
}

/** An act that failed for want of a network is done as soon as the browser has one again. */
export function useRetryWhenBack(act: Act): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const retry = () => {
      if (latest.current.error instanceof Unreachable) latest.current.mutate();
    };
    addEventListener("online", retry);
    return () => removeEventListener("online", retry);
  }, []);
}
