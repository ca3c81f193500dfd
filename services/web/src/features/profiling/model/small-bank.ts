import type { Bank, ModuleId, Question } from "./quiz";

/** For tests: two parts of three questions and one of one, in the shape of the real bank. */
export function smallBank(): Bank {
  const modules: [ModuleId, string, number][] = [
    ["identity_value", "What matters to you", 3],
    ["cyber_aptitude", "How you solve puzzles", 3],
    ["difficulty_selection", "Where you start", 1],
  ];
  const hashes = { scoring: "c", structure: "b", text: "a" };
  return {
    bank: { hashes, locale: "en", version: "small" },
    modules: modules.map(([id, title, total]) => ({ id, title, total, intro: `About ${title}` })),
    questions: Object.fromEntries(
      modules.map(([id, , total]) => [
        id,
        Array.from({ length: total }, (_, at) => makeQuestion(id, at + 1)),
      ]),
    ),
    reflections: [],
    total: 51,
  } as unknown as Bank;
}

function makeQuestion(module: ModuleId, place: number): Question {
  return {
    id: `${module}_${place}`,
    module,
    stem: `Question ${place} of ${module}?`,
    artifact: module === "cyber_aptitude" ? "09:01  sign-in failed" : "",
    glossary: module === "cyber_aptitude" ? [{ term: "log", meaning: "a list of events" }] : [],
    options: ["A", "B", "C", "D", "E"].map((key) => ({ key, text: `Answer ${key}` })),
  };
}
