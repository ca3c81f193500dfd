import { Navigate, useParams, useSearch } from "@tanstack/react-router";

import { isLook, listQuestions, tellProgress, type Look } from "../model/quiz";
import { ChangedNotice } from "../parts/changed-notice";
import { OpenSessionGate, type OpenSession } from "../parts/open-session";
import { QuestionScreen } from "../parts/question-screen";

import "../strings";

/** Without an id: on to the first open question. */
export function ResumePage() {
  return <OpenSessionGate>{(session) => <ToFirstOpen {...session} />}</OpenSessionGate>;
}

function ToFirstOpen({ bank, answers }: OpenSession) {
  const { changed } = useSearch({ strict: false });
  const { firstOpen } = tellProgress(bank, answers);
  if (changed) return <ChangedNotice />;
  if (firstOpen === null) return <Navigate to="/profiling/reflection" replace />;
  return (
    <Navigate to="/profiling/questions/$questionId" params={{ questionId: firstOpen }} replace />
  );
}

/** One question. */
export function QuestionPage() {
  const { questionId } = useParams({ strict: false });
  const { look } = useSearch({ strict: false });
  return (
    <OpenSessionGate>
      {(session) => {
        const question = listQuestions(session.bank).find((one) => one.id === questionId);
        if (!question) return <Navigate to="/profiling/questions" replace />;
        const known: Look = isLook(session.bank, look) ? look : undefined;
        return <QuestionScreen key={question.id} {...session} question={question} look={known} />;
      }}
    </OpenSessionGate>
  );
}
