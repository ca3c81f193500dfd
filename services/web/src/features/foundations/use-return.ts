import { useCallback, useEffect, useRef, useState, type RefObject } from "react";

import type { ModuleText } from "./queries";
import { isWorthReturning, scrollToPlace } from "./reading-place";
import { place } from "./use-reading";

const ENOUGH_PX = 240;

/** Bring a reader who comes back to where they stopped, once, and offer the way to the start. */
export function useReturn(module: ModuleText, text: RefObject<HTMLElement | null>) {
  const [hasReturned, setReturned] = useState(false);
  const known = useRef({ position: module.position, isDone: module.status === "done" });
  useEffect(() => {
    const { position, isDone } = known.current;
    if (isDone || !isWorthReturning(position)) return undefined;
    // After the router has put the page to its own place.
    const timer = setTimeout(() => {
      if (!text.current || scrollY > 40) return;
      scrollBy({ top: scrollToPlace(position, place(text.current)), behavior: "instant" });
      setReturned(true);
    }, 120);
    return () => clearTimeout(timer);
  }, [text]);

  // Whoever reads on needs no word about it any more.
  useEffect(() => {
    if (!hasReturned) return undefined;
    const from = scrollY;
    const look = () => {
      if (Math.abs(scrollY - from) > ENOUGH_PX) setReturned(false);
    };
    addEventListener("scroll", look, { passive: true });
    return () => removeEventListener("scroll", look);
  }, [hasReturned]);

  const toStart = useCallback(() => {
    scrollTo({ top: 0, behavior: "instant" });
    setReturned(false);
    document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  }, []);
  return { hasReturned, toStart };
}
