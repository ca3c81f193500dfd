import { useEffect, useState } from "react";

import { VisibleTimer } from "../model/visible-timer";

/** Measures how long this question has been in view. */
export function useVisibleTimer(): VisibleTimer {
  const [timer] = useState(
    () => new VisibleTimer(() => performance.now(), document.visibilityState === "visible"),
  );
  useEffect(() => {
    const follow = () => (document.visibilityState === "visible" ? timer.show() : timer.hide());
    document.addEventListener("visibilitychange", follow);
    return () => document.removeEventListener("visibilitychange", follow);
  }, [timer]);
  return timer;
}
