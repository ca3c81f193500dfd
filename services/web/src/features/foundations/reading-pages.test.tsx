import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { axe } from "vitest-axe";

import { renderWithApp } from "@/testing/render";

import { CoursePage } from "./course-page";
import { API, given, server } from "./course-service";
import { ModulePage } from "./module-page";
import { pageAt } from "@/testing/page-at";
import { refuse } from "@/testing/problems";
import { course, module, moduleText } from "./samples";

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function show(Page: () => React.ReactNode, path: string, address = path) {
  const { router, element } = pageAt(Page, path, address);
  return { router, user: userEvent.setup(), ...renderWithApp(element) };
}

describe("CoursePage", () => {
  it("lists the parts with their state, and says what is missing while it is closed", async () => {
    given(course());
    const { container } = show(CoursePage, "/foundations");
    expect(await screen.findByText("0 of 4 parts done")).toBeVisible();
    expect(screen.getByRole("link", { name: "Start the course" })).toHaveAttribute(
      "href",
      "/foundations/modules/welcome",
    );
    expect(screen.getByRole("button", { name: "Begin your track" })).toBeDisabled();
    expect(screen.getByText(/4 things are still open/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Confirm your track" })).toHaveAttribute(
      "href",
      "/foundations/track",
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it("begins the track and asks core where to go", async () => {
    given(course({ missing: [], drop_off_module: null }));
    let isBegun = false;
    server.use(
      http.post(`${API}/complete`, () => {
        isBegun = true;
        return HttpResponse.json(course({ complete: true }));
      }),
    );
    const { router, user } = show(CoursePage, "/foundations");
    await user.click(await screen.findByRole("button", { name: "Begin your track" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/"));
    expect(isBegun).toBe(true);
  });

  it("shows a failure as a failure, and tries again", async () => {
    server.use(http.get(`${API}/status`, () => refuse(503, "unavailable"), { once: true }));
    const { user } = show(CoursePage, "/foundations");
    const retry = await screen.findByRole("button", { name: "Try again" });
    given(course());
    await user.click(retry);
    expect(await screen.findByText("0 of 4 parts done")).toBeVisible();
  });
});

describe("ModulePage", () => {
  const options = ["A", "B"].map((key) => ({ key, text: `Option ${key}` }));
  const check = { id: "c-1", prompt: "Which?", options, passed: false, explanation: null };

  it("draws the text and its question, and tells core what was answered", async () => {
    given(course());
    const text = moduleText({ checks: [check] });
    const sent: { answers: Record<string, string> }[] = [];
    server.use(
      http.get(`${API}/modules/:id`, () => HttpResponse.json(text)),
      http.post(`${API}/modules/:id/progress`, async ({ request }) => {
        const body = (await request.json()) as (typeof sent)[number];
        sent.push(body);
        const passed = body.answers["c-1"] === "B";
        const explanation = passed ? "Because." : null;
        return HttpResponse.json({
          ...text,
          html: undefined,
          checks: [{ ...check, passed, explanation }],
        });
      }),
    );
    const { user, container } = show(
      ModulePage,
      "/foundations/modules/$moduleId",
      "/foundations/modules/welcome",
    );
    expect(await screen.findByRole("heading", { level: 2, name: "One" })).toBeVisible();
    expect(screen.getAllByRole("heading", { level: 1 })).toHaveLength(1);
    await user.click(screen.getByRole("button", { name: "Check" }));
    expect(screen.getByText("Please choose one.")).toBeVisible();
    expect(screen.getByLabelText("Option A")).toHaveFocus();
    await user.click(screen.getByLabelText("Option A"));
    await user.click(screen.getByRole("button", { name: "Check" }));
    expect(await screen.findByText(/Not this one/)).toBeVisible();
    await user.click(screen.getByLabelText("Option B"));
    await user.click(screen.getByRole("button", { name: "Check" }));
    const right = await screen.findByText("Because.");
    expect(right).toBeVisible();
    await waitFor(() => expect(right).toHaveFocus());
    expect(screen.getByText("Two")).toBeVisible();
    expect(sent.filter(({ answers }) => "c-1" in answers)).toHaveLength(2);
    expect(await axe(container)).toHaveNoViolations();
  });

  it("tells how long one has read, and tells it again when it could not be told", async () => {
    given(course());
    const beats: { position: number; active_s: number }[] = [];
    server.use(
      http.post(`${API}/modules/:id/progress`, async ({ request }) => {
        beats.push((await request.json()) as (typeof beats)[number]);
        return beats.length === 1 ? HttpResponse.error() : HttpResponse.json(module());
      }),
    );
    show(ModulePage, "/foundations/modules/$moduleId", "/foundations/modules/welcome");
    await waitFor(() => expect(beats).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 120));
    // The page is put away and looked at again: both are told at once.
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    document.dispatchEvent(new Event("visibilitychange"));
    await waitFor(() => expect(beats).toHaveLength(2));
    expect(beats[1]?.active_s).toBeGreaterThan(0.1);
    await new Promise((resolve) => setTimeout(resolve, 120));
    document.dispatchEvent(new Event("visibilitychange"));
    await waitFor(() => expect(beats).toHaveLength(3));
    expect(beats[2]?.active_s).toBeLessThan(0.1);
  });

  it("says that a part does not exist", async () => {
    given(course());
    server.use(http.get(`${API}/modules/:id`, () => refuse(404, "module-unknown")));
    show(ModulePage, "/foundations/modules/$moduleId", "/foundations/modules/x");
    expect(await screen.findByText("There is no such part")).toBeVisible();
  });
});
