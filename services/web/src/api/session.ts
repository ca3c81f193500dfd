import { mayBeLoggedIn } from "./page";
import { notLoggedIn, ProblemError, readProblem } from "./problem";
import { request, send } from "./transport";

/**
 * Who is logged in here. The access token lives in this module's memory and nowhere else; what
 * survives a reload is the HTTP-only cookie, which only core can read.
 */
interface Held {
  token: string;
  /** When to fetch another, by `performance.now()`: a wrong clock on the device does not matter. */
  staleAt: number;
}

/** `left`: by one's own wish; `ended`: by somebody else's, or by time; `erased`: there is no such
 * account any more; `changed`: another login. */
export type SessionEvent = "left" | "ended" | "erased" | "changed";

const EARLY_MS = 30_000;
/** Calls of administrators, who ask about others. */
const ABOUT_OTHERS = /^\/api\/v1\/(admin|profiling\/dead-letters)\b/;
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("session") : null;
const listeners = new Set<(event: SessionEvent) => unknown>();
let held: Held | null = null;
let refreshing: Promise<string> | null = null;

channel?.addEventListener("message", (message: MessageEvent<SessionEvent>) => {
  held = null;
  tell(message.data);
});

/** Hear that the login is over (here or in another tab) or that there is another one. */
export function onSession(listener: (event: SessionEvent) => unknown): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export async function logIn(email: string, password: string): Promise<void> {
  const answer = await request(post("/api/v1/auth/login", { email, password }));
  await hold(answer);
  channel?.postMessage("changed" satisfies SessionEvent);
}

/** Log out here or everywhere. Throws when core was not reached: the cookie still logs in then. */
export async function logOut(everywhere = false): Promise<void> {
  try {
    const authorization = { Authorization: `Bearer ${await accessToken()}` };
    await request(post("/api/v1/auth/logout", { everywhere }, authorization));
  } catch (error) {
    if (!(error instanceof ProblemError && error.status === 401)) throw error;
  }
  forget();
}

/** Drop the token, for instance after a password change ended every login. */
export function forget(): void {
  leave("left");
}

function leave(why: "left" | "erased"): void {
  held = null;
  tell(why);
  channel?.postMessage(why satisfies SessionEvent);
}

/** A token that is good for the next seconds. Throws ProblemError 401 when nobody is logged in. */
export async function accessToken(): Promise<string> {
  if (held && performance.now() < held.staleAt) return held.token;
  return refresh();
}

/** Fetch a new token, once for everybody who asks meanwhile, and one tab at a time: the cookie
 * rotates, and two tabs that show it at once would end each other's login. */
export function refresh(): Promise<string> {
  refreshing ??= alone(rotate).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function rotate(): Promise<string> {
  if (!mayBeLoggedIn()) return end(notLoggedIn());
  const answer = await send(post("/api/v1/auth/refresh", {}));
  if (!answer.ok) {
    const problem = await readProblem(answer);
    if (problem.status === 401) return end(problem);
    throw problem;
  }
  return hold(answer);
}

function end(problem: ProblemError): never {
  if (held) {
    held = null;
    tell("ended");
  }
  throw problem;
}

async function alone<T>(work: () => Promise<T>): Promise<T> {
  if (!("locks" in navigator)) return work();
  return navigator.locks.request("session-refresh", work);
}

async function hold(answer: Response): Promise<string> {
  const { access_token: token, expires_in: lifeS } = (await answer.json()) as {
    access_token: string;
    expires_in: number;
  };
  held = { token, staleAt: performance.now() + lifeS * 1000 - EARLY_MS };
  return token;
}

function post(path: string, body: object, headers: Record<string, string> = {}): Request {
  return new Request(new URL(path, location.origin), {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
    credentials: "same-origin",
  });
}

function tell(event: SessionEvent): void {
  for (const listener of listeners) listener(event);
}

/** Send with the token; when it is refused, once more with a new one. */
export async function authorized(input: Request): Promise<Response> {
  const again = input.clone();
  const token = await accessToken();
  const answer = await send(withToken(input, token));
  if (answer.status !== 401) return finish(answer, input);
  const refusal = await readProblem(answer);
  // A password was shown and is wrong: another token does not help, and each try is counted.
  if (refusal.code === "invalid-credentials") throw refusal;
  const fresh = held && held.token !== token ? held.token : await refresh();
  return finish(await send(withToken(again, fresh)), input);
}

async function finish(answer: Response, asked: Request): Promise<Response> {
  if (answer.ok || answer.status === 304) return answer;
  const problem = await readProblem(answer);
  // Told of oneself: whatever else is asked for would be refused as well.
  const isOwn = !ABOUT_OTHERS.test(new URL(asked.url).pathname);
  if (problem.code === "learner-erased" && isOwn) leave("erased");
  throw problem;
}

function withToken(input: Request, token: string): Request {
  const headers = new Headers(input.headers);
  headers.set("Authorization", `Bearer ${token}`);
  return new Request(input, { headers });
}
