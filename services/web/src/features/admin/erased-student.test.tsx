import { screen } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { axe } from "vitest-axe";

import { pageAt } from "@/testing/page-at";
import { renderWithApp } from "@/testing/render";

import { ErasedStudent } from "./erased-student";
import type { Erasure } from "./erasure";
import { ERASED, erasureOf } from "./samples";
import "./strings";

const TOKENS = { access_token: "t", token_type: "Bearer", expires_in: 900, refresh_token: null };
const HERE = { results: null, erased_at: "2026-11-30T10:00:00Z" };
const server = setupServer(http.post("*/api/v1/auth/refresh", () => HttpResponse.json(TOKENS)));

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  server.resetHandlers();
  vi.useRealTimers();
});
afterAll(() => server.close());

/** The page while core tells these one after the other, the last of them for ever. */
function show(...told: Partial<Erasure>[]) {
  let asked = 0;
  server.use(
    http.get("*/api/v1/admin/students/:id/erasure", () =>
      HttpResponse.json(erasureOf({ ...HERE, ...told[Math.min(asked++, told.length - 1)] })),
    ),
  );
  const { element } = pageAt(() => <ErasedStudent student={ERASED} />, "/");
  const { container } = renderWithApp(element);
  return { container, timesAsked: () => asked };
}

const COMPLETE = { state: "complete", profiler_erased_at: "2026-11-30T10:00:02Z" } as const;

describe("ErasedStudent", () => {
  it("shows the id and the instants, and nothing that passes for an address", async () => {
    const { container } = show(COMPLETE);
    expect(await screen.findByText("Erased in both services")).toBeVisible();
    expect(screen.getByText(ERASED.id)).toBeVisible();
    expect(document.body).not.toHaveTextContent("erased.invalid");
    expect(screen.queryByRole("button")).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it.each([
    [null, /The message is on its way/],
    ["no-answer", /It does not answer right now/],
    ["unknown-schema", /has not taken the message \(unknown-schema\)/],
  ])("says in words why the profiler has not confirmed: %s", async (reason, sentence) => {
    const { container } = show({ state: "under-way", waits_because: reason });
    expect(await screen.findByText(sentence)).toBeVisible();
    expect(screen.getByText("not confirmed yet")).toBeVisible();
    expect(await axe(container)).toHaveNoViolations();
  });

  it("points at the dead letters only where somebody may have to look", async () => {
    show({ state: "under-way", waits_because: "unknown-schema" });
    const way = await screen.findByRole("link", { name: "Core’s dead letters" });
    expect(way).toHaveAttribute("href", "/admin/dead-letters?service=core");
  });

  it("looks again until the profiler has confirmed, and then no more", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const { timesAsked } = show({ state: "under-way" }, { state: "under-way" }, COMPLETE);
    expect(await screen.findByText(/The message is on its way/)).toBeVisible();
    await vi.advanceTimersByTimeAsync(5_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await screen.findByText("Erased in both services")).toBeVisible();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(timesAsked()).toBe(3);
  });
});
