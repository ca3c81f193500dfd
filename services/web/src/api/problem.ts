import type { components } from "./generated/core";

type Problem = components["schemas"]["Problem"];
type FieldProblem = components["schemas"]["FieldProblem"];

/** A refusal of either service (RFC 9457). Switch on `code`; `detail` may be shown as it is. */
export class ProblemError extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly fields: readonly FieldProblem[];
  readonly requestId: string;
  readonly page: string;
  readonly retryAfterS: number | null;
  /** What a code adds to its problem, for instance the answer that is stored. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(problem: Problem, retryAfterS: number | null = null) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = "ProblemError";
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.fields = problem.errors ?? [];
    this.requestId = problem.request_id;
    this.page = problem.type;
    this.retryAfterS = retryAfterS;
    this.extra = problem as unknown as Record<string, unknown>;
  }
}

/** No answer came: the network is away, the service is, or it took longer than we wait. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super("No answer came.", { cause });
    this.name = "Unreachable";
  }
}

/** Nobody is logged in here, as core would say it. */
export function notLoggedIn(): ProblemError {
  return new ProblemError({
    type: "about:blank",
    title: "Not logged in",
    status: 401,
    detail: "Log in to go on.",
    code: "not-authenticated",
    errors: [],
    request_id: "",
  });
}

/** The problem an answer carries; one of our own words when something between us answered. */
export async function readProblem(answer: Response): Promise<ProblemError> {
  const retryAfterS = readRetryAfter(answer.headers.get("Retry-After"));
  try {
    const body: unknown = await answer.json();
    if (isProblem(body)) return new ProblemError(body, retryAfterS);
  } catch {
    // Not JSON: a proxy speaks, not a service.
  }
  return new ProblemError(
    {
      type: "about:blank",
      title: "Unexpected answer",
      status: answer.status,
      detail: "Something between you and us answered in our place. Please try again.",
      code: "unexpected-answer",
      errors: [],
      request_id: answer.headers.get("X-Request-ID") ?? "",
    },
    retryAfterS,
  );
}

function readRetryAfter(header: string | null): number | null {
  const seconds = Number(header);
  return header !== null && Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "status" in body;
}

/** Whether the same request may succeed a little later without anybody changing anything. */
export function isPassing(error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  return error instanceof ProblemError && (error.status >= 500 || error.status === 429);
}

/** The refusals by form field: the first sentence for each last name of a pointer. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ProblemError)) return {};
  const found: Record<string, string> = {};
  for (const { pointer, detail } of error.fields) {
    const name = pointer?.split("/").pop() ?? "";
    found[name] ??= detail;
  }
  return found;
}
