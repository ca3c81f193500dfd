import { useEffect, useSyncExternalStore } from "react";

import { onSession } from "@/api/session";

import { AnswerBox } from "./answer-box";
import type { BoxView } from "./box-types";
import { dropDraft } from "./draft";
import { surround } from "./world";

// One box for as long as the page lives: what waits is sent on whichever page the learner is.
let open: AnswerBox | null = null;

onSession((event) => {
  if (event === "erased" && open) {
    void open.forget();
    void dropDraft(open.sessionId);
  }
  open?.stop();
  open = null;
});

function wake(): void {
  open?.wake();
}

addEventListener("online", wake);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible" || !open) return;
  void open.refresh().then(wake);
});

export function boxFor(learnerId: string, sessionId: string): AnswerBox {
  if (open?.learnerId !== learnerId || open.sessionId !== sessionId) {
    open?.stop();
    open = new AnswerBox(learnerId, sessionId, surround(sessionId));
  }
  return open;
}

export function useBoxView(box: AnswerBox): BoxView {
  const view = useSyncExternalStore(box.subscribe, box.read);
  useEffect(() => box.wake(), [box]);
  return view;
}
