import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axe } from "vitest-axe";

import { renderWithApp } from "@/testing/render";

import { AssessmentPage } from "./assessment-page";
import { API, given, server } from "./course-service";
import { pageAt } from "@/testing/page-at";
import { refuse } from "@/testing/problems";
import { ReflectionPage } from "./reflection-page";
import { assessment, attempt, course } from "./samples";
import { TrackPage } from "./track-page";
import { AboutTrack } from "../result/parts/standing";
import type { Result } from "../result/model/result-view";
import v2 from "../../../../../shared/contracts/examples/profiling-result.v2.json";

import "../result/strings";

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function show(Page: () => React.ReactNode, path: string, address = path) {
  const { router, element } = pageAt(Page, path, address);
  return { router, user: userEvent.setup(), ...renderWithApp(element) };
}

describe("AssessmentPage", () => {
  it("keeps the answers when handing them in fails, and shows the result when it succeeds", async () => {
    const running = assessment({ state: "in_progress", attempt: attempt() });
    given(course(), running);
    const { user, container } = show(AssessmentPage, "/foundations/assessment");
    const submit = await screen.findByRole("button", { name: "Hand in my answers" });
    expect(await axe(container)).toHaveNoViolations();
    const [first, second] = screen.getAllByRole("radiogroup") as [HTMLElement, HTMLElement];
    await user.click(within(first).getByLabelText("Option A"));
    await user.click(submit);
    expect(screen.getByText(/One question has no answer yet/)).toBeVisible();
    await waitFor(() => expect(within(second).getByLabelText("Option A")).toHaveFocus());

    await user.click(within(second).getByLabelText("Option B"));
    server.use(http.post(`${API}/assessment`, () => HttpResponse.error(), { once: true }));
    await user.click(submit);
    expect(
      await screen.findByText(/answers are still here.*try again when you are back online/),
    ).toBeVisible();
    expect(within(second).getByLabelText("Option B")).toBeChecked();

    let sent: unknown;
    const failed = attempt({
      passed: false,
      score_percent: 50,
      review: [{ module_id: "welcome", right: 1, asked: 2 }],
    });
    server.use(
      http.post(`${API}/assessment`, async ({ request }) => {
        sent = await request.json();
        return HttpResponse.json(assessment({ state: "ready", attempts_left: 2, attempt: failed }));
      }),
    );
    await user.click(submit);
    expect(await screen.findByText("50 % of your answers were right.")).toBeVisible();
    expect(screen.getByText("1 of 2 right")).toBeVisible();
    expect(screen.getByText(/2 attempts left/)).toBeVisible();
    expect(sent).toEqual({ attempt_id: attempt().id, answers: { "q-1": "A", "q-2": "B" } });
  });

  it("starts with the focus above the first question", async () => {
    given(course(), assessment({ state: "ready" }));
    server.use(http.post(`${API}/assessment/attempts`, () => HttpResponse.json(attempt())));
    const { user } = show(AssessmentPage, "/foundations/assessment");
    await user.click(await screen.findByRole("button", { name: "Start" }));
    await screen.findByRole("button", { name: "Hand in my answers" });
    expect(screen.getByRole("heading", { level: 1 })).toHaveFocus();
  });

  it("says when it opens again", async () => {
    const retry_at = new Date(Date.now() + 5 * 3_600_000).toISOString();
    given(course(), assessment({ state: "locked", attempts_left: 0, retry_at }));
    show(AssessmentPage, "/foundations/assessment");
    expect(await screen.findByText(/You can try again in 5 hours/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Try again" })).toBeDisabled();
  });

  it("shows after a pass what was right and why", async () => {
    const answered = { ...attempt().questions[0], answered: "B", right: "A", explanation: "Why." };
    const passed = attempt({ passed: true, score_percent: 90, answers: [answered as never] });
    given(
      course(),
      assessment({ state: "passed", attempt: passed, passed_at: "2026-11-20T10:00:00Z" }),
    );
    const { container } = show(AssessmentPage, "/foundations/assessment");
    expect(await screen.findByText("90 % of your answers were right.")).toBeVisible();
    expect(screen.getByText("Option A")).toBeVisible();
    expect(screen.getByText("Why.")).toBeVisible();
    expect(await axe(container)).toHaveNoViolations();
  });
});

describe("ReflectionPage", () => {
  it("refuses nothing but blanks, keeps the text when it fails, and says when it is saved", async () => {
    given(course());
    const { user, container } = show(ReflectionPage, "/foundations/reflection");
    const field = await screen.findByLabelText("What do you take with you?");
    expect(await axe(container)).toHaveNoViolations();
    await user.type(field, "  ");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(screen.getByText("Please write at least one sentence.")).toBeVisible();
    expect(field).toHaveFocus();

    await user.type(field, "I will draw our network.");
    server.use(http.post(`${API}/reflection`, () => HttpResponse.error(), { once: true }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(
      await screen.findByText(/text is still here.*try again when you are back online/),
    ).toBeVisible();
    expect(field).toHaveValue("  I will draw our network.");

    const text = "  I will draw our network.";
    const written = { text, written_at: "2026-11-20T10:00:00Z" };
    server.use(http.post(`${API}/reflection`, () => HttpResponse.json(written)));
    given(course({ reflection: written }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/^Saved on/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Choose your track" })).toBeVisible();
    await user.clear(field);
    expect(screen.queryByText(/^Saved on/)).toBeNull();
  });
});

describe("TrackPage", () => {
  const open = course({ assessment: assessment({ state: "passed" }) });

  it("says why it is closed and where to go", async () => {
    given(course());
    show(TrackPage, "/foundations/track");
    expect(await screen.findByRole("button", { name: "Confirm GRC" })).toBeDisabled();
    expect(screen.getByText(/once you have passed the assessment/)).toBeVisible();
  });

  it("asks for a reason only for another track, and sends what was chosen", async () => {
    given(open);
    const sent: unknown[] = [];
    server.use(
      http.post(`${API}/confirm-track`, async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json(open.track);
      }),
    );
    const { user, container } = show(TrackPage, "/foundations/track");
    await user.click(await screen.findByRole("button", { name: "Confirm GRC" }));
    await waitFor(() => expect(sent).toEqual([{ track: "grc", reason: null }]));
    await waitFor(() => expect(screen.getByRole("status")).toHaveFocus());

    await user.click(screen.getByRole("radio", { name: /Defender/ }));
    await user.click(screen.getByRole("button", { name: "Confirm Defender" }));
    expect(screen.getByText(/in a few words why/)).toBeVisible();
    const reason = screen.getByLabelText("Why Defender?");
    expect(reason).toHaveFocus();
    await user.type(reason, "I like to watch over things.");
    await user.click(screen.getByRole("button", { name: "Confirm Defender" }));
    await waitFor(() =>
      expect(sent[1]).toEqual({ track: "defender", reason: "I like to watch over things." }),
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it("shares what it knows of the tracks with the result", async () => {
    given(open);
    const tracks = [{ track: "defender", name: "Defence", summary: "To watch over a network." }];
    server.use(http.get("*/api/v1/profiling/tracks", () => HttpResponse.json({ tracks })));
    const Both = () => (
      <>
        <TrackPage />
        <AboutTrack result={v2 as unknown as Result} />
      </>
    );
    show(Both, "/foundations/track");
    await screen.findByRole("button", { name: "Confirm GRC" });
    await waitFor(() => expect(screen.getAllByText("To watch over a network.")).toHaveLength(2));
  });

  it("shows the service's refusal at the reason", async () => {
    given(open);
    server.use(
      http.post(`${API}/confirm-track`, () =>
        refuse(422, "invalid-input", [
          { pointer: "/reason", code: "reason-required", detail: "Say why." },
        ]),
      ),
    );
    const { user } = show(TrackPage, "/foundations/track");
    await user.click(await screen.findByRole("radio", { name: /Defender/ }));
    await user.type(screen.getByLabelText("Why Defender?"), "Because");
    await user.click(screen.getByRole("button", { name: "Confirm Defender" }));
    expect(await screen.findByText("Say why.")).toBeVisible();
  });
});
