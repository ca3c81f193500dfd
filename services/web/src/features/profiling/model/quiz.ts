import type { components } from "@/api/generated/profiler";

export type Bank = components["schemas"]["QuestionsAnswer"];
export type Question = components["schemas"]["PublicQuestion"];
export type ModuleId = components["schemas"]["Module"];

/** What brought the learner to a question, when it is not the first way through. */
export type Look = "open" | ModuleId | undefined;

export interface ModuleProgress {
  id: ModuleId;
  title: string;
  intro: string;
  answered: number;
  total: number;
  open: readonly string[];
}

export interface Progress {
  answered: number;
  total: number;
  modules: readonly ModuleProgress[];
  /** The first open question in the order of asking; null when all are answered. */
  firstOpen: string | null;
}

type Answers = Readonly<Record<string, string>>;

export function listQuestions(bank: Bank): Question[] {
  return bank.modules.flatMap((module) => bank.questions[module.id] ?? []);
}

/** Its place from 1, or null for a question that does not exist. */
export function placeOf(bank: Bank, questionId: string): number | null {
  const place = listQuestions(bank).findIndex((one) => one.id === questionId);
  return place < 0 ? null : place + 1;
}

export function tellProgress(bank: Bank, answers: Answers): Progress {
  const modules = bank.modules.map((module) => {
    const ids = (bank.questions[module.id] ?? []).map((one) => one.id);
    const open = ids.filter((id) => answers[id] === undefined);
    const { id, title, intro } = module;
    return { id, title, intro, answered: ids.length - open.length, total: ids.length, open };
  });
  return {
    answered: modules.reduce((sum, one) => sum + one.answered, 0),
    total: modules.reduce((sum, one) => sum + one.total, 0),
    modules,
    firstOpen: modules.flatMap((one) => one.open)[0] ?? null,
  };
}

/** Whether a question begins its module. */
export function isFirstOfModule(bank: Bank, question: Question): boolean {
  return bank.questions[question.module]?.[0]?.id === question.id;
}

export type Stop = { questionId: string } | "reflection" | "finish";

/** Where "Next" leads. The first way through goes in order and ends with the reflection; a second
 * look at open questions or at one module ends where it came from. */
export function stopAfter(bank: Bank, answers: Answers, here: string, look: Look): Stop {
  const questions = listQuestions(bank);
  const at = questions.findIndex((one) => one.id === here);
  const later = questions.slice(at + 1);
  if (look === undefined) return toStop(later[0], "reflection");
  if (look === "open") {
    const around = [...later, ...questions.slice(0, at)];
    return toStop(
      around.find((one) => answers[one.id] === undefined),
      "finish",
    );
  }
  return toStop(
    later.find((one) => one.module === look),
    "finish",
  );
}

/** In the short form the profiler names the next question, or none when it has enough. */
export function stopOnCourse(
  bank: Bank,
  course: { total: number; next: string | null } | null,
): Stop | null {
  if (!course || course.total >= listQuestions(bank).length) return null;
  if (course.next === null) return "reflection";
  return placeOf(bank, course.next) === null ? null : { questionId: course.next };
}

/** Where "Back" leads: the question before, within the module during its second look. */
export function stopBefore(bank: Bank, here: string, look: Look): string | null {
  const questions = listQuestions(bank);
  const before = questions[questions.findIndex((one) => one.id === here) - 1];
  if (!before || (look !== undefined && look !== "open" && before.module !== look)) return null;
  return before.id;
}

function toStop(question: Question | undefined, end: "reflection" | "finish"): Stop {
  return question ? { questionId: question.id } : end;
}

export function isLook(bank: Bank, value: unknown): value is Exclude<Look, undefined> {
  return value === "open" || bank.modules.some((module) => module.id === value);
}
