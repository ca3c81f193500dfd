import { readProblem, Unreachable } from "./problem";

const PATIENCE_MS = 20_000;

/** `fetch` that either gives a good answer or throws ProblemError or Unreachable. */
export async function request(input: Request): Promise<Response> {
  const answer = await send(input);
  if (!answer.ok && answer.status !== 304) throw await readProblem(answer);
  return answer;
}

/** `fetch` with an end: whatever keeps an answer from coming is Unreachable. */
export async function send(input: Request): Promise<Response> {
  try {
    return await fetch(input, {
      signal: AbortSignal.any([input.signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
  } catch (error) {
    if (input.signal.aborted) throw error;
    throw new Unreachable(error);
  }
}
