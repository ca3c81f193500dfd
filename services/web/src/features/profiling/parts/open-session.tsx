import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { useMemo, type ReactNode } from "react";

import { meQuery, type Me } from "@/api/queries";
import { Loaded, LoadingShape } from "@/components/states/loaded";

import { bankQuery, runQuery } from "../data/queries";
import type { AnswerBox } from "../device/answer-box";
import { boxFor, useBoxView } from "../device/boxes";
import type { BoxView } from "../device/box-types";
import { answersOf } from "../model/answer-queue";
import type { Bank } from "../model/quiz";
import { EndedNotice } from "./ended-notice";

export interface OpenSession {
  me: Me;
  bank: Bank;
  box: AnswerBox;
  view: BoxView;
  answers: Readonly<Record<string, string>>;
}

interface OpenSessionProps {
  children: (session: OpenSession) => ReactNode;
}

/** A page of the running session; without one it leads to where there is something to do. */
export function OpenSessionGate({ children }: OpenSessionProps) {
  const { data: me } = useQuery(meQuery);
  return me ? <ForLearner me={me}>{children}</ForLearner> : <LoadingShape />;
}

function ForLearner({ me, children }: OpenSessionProps & { me: Me }) {
  const run = useQuery(runQuery(me));
  const bank = useQuery(bankQuery);
  return (
    <Loaded query={bank}>
      {(questions) => (
        // What failed while a session is known is told by its answers, not by a second notice.
        <Loaded query={run.data ? ({ ...run, isError: false } as typeof run) : run}>
          {({ phase, sessionId }) => {
            if (phase === "reset") return <EndedNotice me={me} why="reset" waiting={0} />;
            if (!sessionId || (phase !== "open" && phase !== "completed")) {
              return <Navigate to="/profiling" replace />;
            }
            return (
              <InSession
                key={sessionId}
                me={me}
                bank={questions}
                sessionId={sessionId}
                isCompleted={phase === "completed"}
              >
                {children}
              </InSession>
            );
          }}
        </Loaded>
      )}
    </Loaded>
  );
}

interface InSessionProps extends OpenSessionProps {
  me: Me;
  bank: Bank;
  sessionId: string;
  isCompleted: boolean;
}

function InSession({ me, bank, sessionId, isCompleted, children }: InSessionProps) {
  const box = useMemo(() => boxFor(me.user.id, sessionId), [me.user.id, sessionId]);
  const view = useBoxView(box);
  const answers = useMemo(() => answersOf(view.queue), [view.queue]);
  const { waiting } = view.queue;
  const closed = isCompleted ? "completed" : view.queue.closed;
  // Finished here, or on another device: then what still waited on this one has to be told.
  if (closed === "completed" && waiting.length === 0) {
    return view.isReady ? <Navigate to="/profiling/syncing" replace /> : <LoadingShape />;
  }
  if (closed) return <EndedNotice me={me} why={closed} box={box} waiting={waiting.length} />;
  if (!view.isReady) return <LoadingShape />;
  return children({ me, bank, box, view, answers });
}
