import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

const LOGIN = "*/api/v1/auth/login";
const REFRESH = "*/api/v1/auth/refresh";
const LOGOUT = "*/api/v1/auth/logout";
const THING = "*/api/v1/thing";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

let session: typeof import("./session");
let heard: string[];

beforeEach(async () => {
  vi.resetModules();
  session = await import("./session");
  heard = [];
  session.onSession((event) => heard.push(event));
});

function tokens(name: string, lifeS = 900) {
  return HttpResponse.json({
    access_token: name,
    token_type: "Bearer",
    expires_in: lifeS,
    refresh_token: null,
  });
}

function refuse(status: number, code: string) {
  const body = { type: "about:blank", title: "No", status, detail: "No.", code, request_id: "r" };
  return HttpResponse.json(body, {
    status,
    headers: { "Content-Type": "application/problem+json" },
  });
}

/** A refresh that gives t1, t2, … and counts. */
function countRefreshes(lifeS = 900) {
  const counted = { times: 0 };
  server.use(http.post(REFRESH, () => tokens(`t${++counted.times}`, lifeS)));
  return counted;
}

describe("accessToken", () => {
  it("asks once for everybody who needs one meanwhile", async () => {
    const counted = countRefreshes();
    const found = await Promise.all(Array.from({ length: 5 }, () => session.accessToken()));
    expect(new Set(found)).toEqual(new Set(["t1"]));
    expect(counted.times).toBe(1);
  });

  it("keeps a token while it is good", async () => {
    const counted = countRefreshes();
    await session.accessToken();
    await session.accessToken();
    expect(counted.times).toBe(1);
  });

  it("takes a token that is about to end for ended", async () => {
    const counted = countRefreshes(29);
    await session.accessToken();
    expect(await session.accessToken()).toBe("t2");
    expect(counted.times).toBe(2);
  });

  it("asks again after a failure", async () => {
    server.use(http.post(REFRESH, () => HttpResponse.error(), { once: true }));
    await expect(session.accessToken()).rejects.toThrow("No answer came.");
    countRefreshes();
    expect(await session.accessToken()).toBe("t1");
  });
});

describe("the end of a login", () => {
  it("is told when there was one", async () => {
    server.use(http.post(LOGIN, () => tokens("first", 1)));
    await session.logIn("a@example.org", "secret");
    server.use(http.post(REFRESH, () => refuse(401, "invalid-refresh-token")));
    await expect(session.accessToken()).rejects.toMatchObject({ status: 401 });
    expect(heard).toEqual(["ended"]);
  });

  it("is not told to a stranger", async () => {
    server.use(http.post(REFRESH, () => refuse(401, "invalid-refresh-token")));
    await expect(session.accessToken()).rejects.toMatchObject({ status: 401 });
    expect(heard).toEqual([]);
  });

  it("is not mistaken for an absent network or a failing service", async () => {
    server.use(http.post(LOGIN, () => tokens("first", 1)));
    await session.logIn("a@example.org", "secret");
    server.use(http.post(REFRESH, () => HttpResponse.error(), { once: true }));
    await expect(session.accessToken()).rejects.toThrow();
    server.use(http.post(REFRESH, () => refuse(503, "unavailable"), { once: true }));
    await expect(session.accessToken()).rejects.toThrow();
    expect(heard).toEqual([]);
  });
});

describe("logOut", () => {
  it("ends the login here", async () => {
    countRefreshes();
    server.use(http.post(LOGOUT, () => HttpResponse.json({})));
    await session.logOut();
    expect(heard).toEqual(["left"]);
  });

  it("is done when the login had ended before", async () => {
    countRefreshes();
    server.use(http.post(LOGOUT, () => refuse(401, "not-authenticated")));
    await session.logOut();
    expect(heard).toEqual(["left"]);
  });

  it.each([
    ["was not reached", () => HttpResponse.error()],
    ["failed", () => refuse(503, "unavailable")],
  ])("says so when core %s, because the cookie still logs in", async (_, answer) => {
    countRefreshes();
    server.use(http.post(LOGOUT, answer));
    await expect(session.logOut()).rejects.toThrow();
    expect(heard).toEqual([]);
  });
});

describe("authorized", () => {
  const send = (path = "/api/v1/thing") =>
    session.authorized(
      new Request(new URL(path, location.origin), {
        method: "POST",
        body: JSON.stringify({ answer: 42 }),
        headers: { "Content-Type": "application/json" },
      }),
    );

  it("sends the same request once more with a new token when the first was refused", async () => {
    const counted = countRefreshes();
    const seen: unknown[] = [];
    server.use(
      http.post(THING, async ({ request }) => {
        seen.push([request.headers.get("Authorization"), await request.json()]);
        return seen.length === 1 ? refuse(401, "not-authenticated") : HttpResponse.json({});
      }),
    );
    expect((await send()).status).toBe(200);
    expect(seen).toEqual([
      ["Bearer t1", { answer: 42 }],
      ["Bearer t2", { answer: 42 }],
    ]);
    expect(counted.times).toBe(2);
  });

  it("tries no third time", async () => {
    countRefreshes();
    let times = 0;
    server.use(http.post(THING, () => (times++, refuse(401, "not-authenticated"))));
    await expect(send()).rejects.toMatchObject({ status: 401 });
    expect(times).toBe(2);
  });

  it("ends the login when the one who asks was erased", async () => {
    const counted = countRefreshes();
    server.use(http.post(THING, () => refuse(410, "learner-erased")));
    await expect(send()).rejects.toMatchObject({ code: "learner-erased" });
    expect(heard).toEqual(["erased"]);
    await session.accessToken();
    expect(counted.times).toBe(2);
  });

  it.each(["/api/v1/admin/students/1/activate", "/api/v1/profiling/dead-letters/replay"])(
    "does not end an administrator's login because somebody else was erased: %s",
    async (path) => {
      countRefreshes();
      server.use(http.post(`*${path}`, () => refuse(410, "learner-erased")));
      await expect(send(path)).rejects.toMatchObject({ code: "learner-erased" });
      expect(heard).toEqual([]);
    },
  );

  it("passes every other refusal on at once", async () => {
    countRefreshes();
    let times = 0;
    server.use(http.post(THING, () => (times++, refuse(409, "stale-epoch"))));
    await expect(send()).rejects.toMatchObject({ code: "stale-epoch" });
    expect(times).toBe(1);
  });
});
