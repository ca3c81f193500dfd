import type { Erasure } from "./erasure";
import type { Student } from "./queries";

/** For tests: a deactivated student. */
export const STUDENT: Student = {
  id: "01900000-0000-7000-8000-000000000001",
  email: "amina@school.example",
  first_name: "Amina",
  last_name: "Rahimi",
  status: "deactivated",
  grade: "",
  goal: "",
  time_zone: "UTC",
  locale: "en",
  created_at: "2026-11-20T10:00:00Z",
  epoch: 1,
  profiling_complete: false,
  foundations_complete: false,
  recommended_track: null,
  track: null,
  profiling_progress: null,
  next: { step: "suspended", reason: "suspended", url: "/suspended" },
};

/** For tests: what is left of one. */
export const ERASED: Student = {
  ...STUDENT,
  email: `${STUDENT.id}@erased.invalid`,
  first_name: "",
  last_name: "",
  status: "erased",
};

/** For tests: how far an erasure is, as core tells it. */
export function erasureOf(more: Partial<Erasure> = {}): Erasure {
  return {
    student_id: STUDENT.id,
    state: "possible",
    blocked_by: null,
    results: 2,
    open_session: null,
    erased_at: null,
    profiler_erased_at: null,
    waits_because: null,
    ...more,
  };
}
