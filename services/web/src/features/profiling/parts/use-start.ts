import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";

import type { Me } from "@/api/queries";

import { forgetSession, startProfiling } from "../data/acts";
import type { AnswerBox } from "../device/answer-box";
import { useRetryWhenBack } from "./use-retry-when-back";

interface StartOptions {
  /** Whose waiting answers go first. */
  open?: AnswerBox;
  /** What has ended and was told: it leaves the device. */
  ended?: AnswerBox;
  /** Whether there are answers in this epoch that a new session may fail to take over. */
  hasAnswers: boolean;
}

/** Begin or go on, and lead to the first open question; that page says so when earlier answers
 * could not be taken over. */
export function useStart(me: Me, { open, ended, hasAnswers }: StartOptions) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const start = useMutation({
    // All of it is one act: the page that began it is another one as soon as a session is known.
    mutationFn: async () => {
      const started = await startProfiling(queryClient, me, open ?? null);
      if (ended) await forgetSession(ended);
      const search = hasAnswers && !started.answers_kept ? { changed: true } : {};
      if (started.status === "completed") await router.navigate({ to: "/profiling/syncing" });
      else await router.navigate({ to: "/profiling/questions", search });
    },
  });
  useRetryWhenBack(start);
  return start;
}
