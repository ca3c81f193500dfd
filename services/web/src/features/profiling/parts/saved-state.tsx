import { Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { BoxView } from "../device/box-types";
import classes from "./saved-state.module.css";

type Mood = "saved" | "saving" | "away" | "login" | "refused";

export function moodOf({ queue, trouble }: BoxView): Mood {
  if (queue.waiting.length === 0) return "saved";
  return trouble ?? "saving";
}

/** Where the answers are. In view always; spoken only when they begin to wait and when they have
 * arrived after that, never for each answer. */
export function SavedState({ view }: { view: BoxView }) {
  const { t } = useTranslation("profiling");
  const mood = moodOf(view);
  const count = view.queue.waiting.length;
  const kept = view.isLasting ? "device" : "page";
  const words =
    mood === "saved" || mood === "saving"
      ? t(`state.${mood}`)
      : t(`state.${mood}.${kept}`, { count });
  return (
    <>
      <span className={classes.state} data-mood={mood}>
        <Sign mood={mood} />
        <Text component="span" size="sm" inherit>
          {words}
        </Text>
      </span>
      <span className="visually-hidden" role="status">
        {useAnnouncement(mood, words, t("state.arrived"))}
      </span>
    </>
  );
}

function useAnnouncement(mood: Mood, words: string, arrived: string): string {
  const [said, setSaid] = useState("");
  const hasWaited = useRef(false);
  const latest = useRef({ words, arrived });
  useEffect(() => {
    latest.current = { words, arrived };
  });
  useEffect(() => {
    if (mood === "saved" && hasWaited.current) setSaid(latest.current.arrived);
    else if (mood !== "saved" && mood !== "saving" && !hasWaited.current) {
      setSaid(latest.current.words);
    }
    if (mood !== "saving") hasWaited.current = mood !== "saved";
  }, [mood]);
  return said;
}

function Sign({ mood }: { mood: Mood }) {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
      {mood === "saved" && <path className={classes.line} d="M3.5 9.5l3.8 3.8 7.2-8" />}
      {mood === "saving" && <circle className={classes.dotted} cx="9" cy="9" r="6" />}
      {mood !== "saved" && mood !== "saving" && (
        <>
          <circle className={classes.line} cx="9" cy="9" r="6.6" />
          <path className={classes.line} d="M9 5.4V9l2.4 1.8" />
        </>
      )}
    </svg>
  );
}
