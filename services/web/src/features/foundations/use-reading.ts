import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";

import { core, take } from "@/api/client";
import { isPassing } from "@/api/problem";

import { ActiveTime } from "./active-time";
import { moduleQuery, refreshCourse, type ModuleText } from "./queries";
import { READ_TO_END } from "./course-model";
import { readingPlace, type Placed } from "./reading-place";

const BEAT_S = 15;
const SOON_S = 1;

interface Reading {
  /** Send what was answered; resolves to the module as it stands then. */
  answer: (checkId: string, key: string) => Promise<ModuleText>;
  /** A refusal that will not pass by itself. */
  error: unknown;
}

/**
 * Tell core how far one has read and for how long the page was looked at. Time counts only while
 * the page is visible, and what could not be told is told with the next heartbeat.
 */
export function useReading(module: ModuleText, text: RefObject<HTMLElement | null>): Reading {
  const queryClient = useQueryClient();
  const { id } = module;
  const [error, setError] = useState<unknown>(null);
  const latest = useRef(module);
  const furthest = useRef(module.position);
  const time = useRef<ActiveTime>(null);
  time.current ??= new ActiveTime(() => performance.now());
  useEffect(() => {
    latest.current = module;
  }, [module]);

  const send = useCallback(
    async (answers: Record<string, string>, keepalive = false): Promise<ModuleText> => {
      const active = time.current;
      const seconds = active?.untoldS ?? 0;
      const known = await take(
        core.POST("/api/v1/foundations/modules/{module_id}/progress", {
          params: { path: { module_id: id } },
          body: { position: furthest.current, active_s: seconds, answers },
          keepalive,
        }),
      );
      active?.tell(seconds);
      const merged = { ...latest.current, ...known };
      const isNews = merged.status !== latest.current.status;
      latest.current = merged;
      queryClient.setQueryData(moduleQuery(id).queryKey, merged);
      if (isNews) void refreshCourse(queryClient);
      return merged;
    },
    [id, queryClient],
  );

  const isDone = module.status === "done";
  useEffect(() => {
    if (isDone) return undefined;
    const active = time.current;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isSending = false;
    let isOver = false;

    async function beat(keepalive = false) {
      clearTimeout(timer);
      if (isSending || isOver || latest.current.status === "done") return;
      isSending = true;
      try {
        await send({}, keepalive);
      } catch (problem) {
        if (!isPassing(problem)) {
          isOver = true;
          setError(problem);
        }
      } finally {
        isSending = false;
        if (document.visibilityState === "visible" && !isOver) schedule();
      }
    }

    function schedule() {
      clearTimeout(timer);
      if (isOver || latest.current.status === "done") return;
      timer = setTimeout(() => void beat(), pauseBefore(latest.current, furthest.current) * 1000);
    }

    function look() {
      const placed = text.current && place(text.current);
      if (!placed) return;
      const before = furthest.current;
      furthest.current = Math.max(before, readingPlace(placed));
      // Having come to the end is worth telling at once.
      if (before < READ_TO_END && furthest.current >= READ_TO_END) void beat();
    }

    function onVisibility() {
      if (document.visibilityState === "visible") {
        active?.resume();
        schedule();
      } else {
        active?.pause();
        void beat(true);
      }
    }

    if (document.visibilityState === "visible") active?.resume();
    void beat();
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    document.addEventListener("visibilitychange", onVisibility);
    const first = setTimeout(look, 400);
    return () => {
      clearTimeout(first);
      active?.pause();
      void beat(true);
      isOver = true;
      clearTimeout(timer);
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [isDone, send, text]);

  const answer = useCallback((checkId: string, key: string) => send({ [checkId]: key }), [send]);
  return { answer, error };
}

/** Until the next heartbeat: the usual pause, shorter when only a little time is left to read. */
function pauseBefore(module: ModuleText, furthest: number): number {
  const lackS = module.min_active_s - module.active_s;
  if (furthest < READ_TO_END || lackS <= 0) return BEAT_S;
  return Math.min(BEAT_S, Math.max(SOON_S, lackS + 0.5));
}

export function place(element: HTMLElement): Placed {
  const { top, height } = element.getBoundingClientRect();
  return { top, height, windowHeight: innerHeight };
}
