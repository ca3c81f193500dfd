import createClient from "openapi-fetch";

import type { paths as CorePaths } from "./generated/core";
import type { paths as ProfilerPaths } from "./generated/profiler";
import { profilerUrl } from "./page";
import { authorized } from "./session";
import { request } from "./transport";

/** Core as the logged-in user; throws ProblemError or Unreachable. */
export const core = createClient<CorePaths>({ baseUrl: location.origin, fetch: authorized });

/** Core as anybody, for pages without a login. */
export const publicCore = createClient<CorePaths>({ baseUrl: location.origin, fetch: request });

/** The profiler as the logged-in learner. */
export const profiler = createClient<ProfilerPaths>({ baseUrl: profilerUrl, fetch: authorized });

/** The profiler as anybody: its questions and tracks are public and cached. */
export const publicProfiler = createClient<ProfilerPaths>({
  baseUrl: profilerUrl,
  fetch: request,
});

/** The body of an answer; failures were thrown before. */
export async function take<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}
