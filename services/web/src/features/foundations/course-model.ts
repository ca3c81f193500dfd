import type { CourseStatus, Module } from "./queries";

/** What core asks of a text's position before it counts as read to its end. */
export const READ_TO_END = 0.98;

type Missing = CourseStatus["missing"][number];

function modulePath(id: string): string {
  return `/foundations/modules/${encodeURIComponent(id)}`;
}

/** Where one works on a module: the assessment and the reflection have pages of their own. */
export function placeOf({ id, type }: Pick<Module, "id" | "type">): string {
  if (type === "assessment") return "/foundations/assessment";
  if (type === "reflection") return "/foundations/reflection";
  return modulePath(id);
}

/** Where one does what is missing. */
export function placeOfMissing({ code, module_id }: Missing): string {
  switch (code) {
    case "assessment-open":
      return "/foundations/assessment";
    case "reflection-open":
      return "/foundations/reflection";
    case "track-not-confirmed":
      return "/foundations/track";
    case "module-open":
      return module_id ? modulePath(module_id) : "/foundations";
  }
}

/** The next thing to open: where one stopped, else the first thing that is missing. */
export function whereToContinue(status: CourseStatus): { to: string; title: string | null } | null {
  if (status.complete) return null;
  const stopped = status.modules.find(({ id }) => id === status.drop_off_module);
  if (stopped) return { to: placeOf(stopped), title: stopped.title };
  const [first] = status.missing;
  return first ? { to: placeOfMissing(first), title: null } : null;
}

/** The module after this one in the course, or null after the last. */
export function nextModule(modules: readonly Module[], id: string): Module | null {
  const place = modules.findIndex((module) => module.id === id);
  return place < 0 ? null : (modules[place + 1] ?? null);
}

export interface OpenPart {
  part: "read" | "time" | "checks";
  /** Seconds for `time`, questions for `checks`. */
  count: number;
}

/** What is left to do in a module, by the service's own numbers. */
export function openParts(
  module: Pick<Module, "status" | "type" | "position" | "active_s" | "min_active_s">,
  checks: readonly { passed: boolean }[],
): OpenPart[] {
  if (module.status === "done") return [];
  const found: OpenPart[] = [];
  if (module.position < READ_TO_END) found.push({ part: "read", count: 0 });
  const lackS = Math.ceil(module.min_active_s - module.active_s);
  if (lackS > 0) found.push({ part: "time", count: lackS });
  const unanswered = checks.filter(({ passed }) => !passed).length;
  if (module.type === "interactive" && unanswered > 0) {
    found.push({ part: "checks", count: unanswered });
  }
  return found;
}
