import type { Assessment, Attempt, CourseStatus, Module, ModuleText } from "./queries";

/** For tests: answers of core with what a test is about put in. */
export function module(given: Partial<Module> = {}): Module {
  return {
    id: "welcome",
    type: "reading",
    title: "Welcome",
    summary: "What this profession protects.",
    minutes: 6,
    mandatory: true,
    min_active_s: 138,
    status: "open",
    active_s: 0,
    position: 0,
    completed_at: null,
    ...given,
  };
}

export function moduleText(given: Partial<ModuleText> = {}): ModuleText {
  return { ...module(), html: "<h1>Welcome</h1><h2>One</h2><p>Two</p>", checks: [], ...given };
}

export function assessment(given: Partial<Assessment> = {}): Assessment {
  return {
    state: "modules_open",
    pass_percent: 70,
    questions_per_attempt: 10,
    attempts_left: 3,
    retry_at: null,
    passed_at: null,
    attempt: null,
    ...given,
  };
}

export function attempt(given: Partial<Attempt> = {}): Attempt {
  const options = ["A", "B"].map((key) => ({ key, text: `Option ${key}` }));
  return {
    id: "01a1f9a5-0000-7000-8000-000000000001",
    number: 1,
    questions: [
      { id: "q-1", prompt: "First?", options },
      { id: "q-2", prompt: "Second?", options },
    ],
    started_at: "2026-11-20T10:00:00Z",
    submitted_at: null,
    score_percent: null,
    passed: null,
    review: [],
    answers: [],
    ...given,
  };
}

export function course(given: Partial<CourseStatus> = {}): CourseStatus {
  return {
    pace: 1,
    modules: [
      module(),
      module({ id: "mentorship", title: "Working with a mentor" }),
      module({ id: "orientation-assessment", type: "assessment", title: "Assessment" }),
      module({ id: "goals-and-reflection", type: "reflection", title: "Reflection" }),
    ],
    progress: { done: 0, total: 4, percent: 0 },
    assessment: assessment(),
    reflection: { text: "", written_at: null },
    track: { recommended: "grc", confirmed: null, confirmed_at: null, reason: null },
    missing: [
      { code: "module-open", module_id: "welcome" },
      { code: "assessment-open", module_id: null },
      { code: "reflection-open", module_id: null },
      { code: "track-not-confirmed", module_id: null },
    ],
    drop_off_module: "welcome",
    complete: false,
    completed_at: null,
    ...given,
  };
}
