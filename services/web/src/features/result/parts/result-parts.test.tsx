import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { screen, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import type { ReactNode } from "react";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { axe } from "vitest-axe";

import v1 from "../../../../../../shared/contracts/examples/profiling-result.v1.json";
import v2 from "../../../../../../shared/contracts/examples/profiling-result.v2.json";
import { renderWithApp } from "@/testing/render";

import type { Result } from "../model/result-view";
import { Compare } from "./compare";
import { Exposure } from "./exposure";
import { Gaps } from "./gaps";
import { LevelPanel } from "./level";
import { Quality } from "./quality";
import { AboutTrack, MatchPanel } from "./standing";
import { Statements } from "./statements";
import { Why } from "./why";

import "../strings";

const tracks = ["defender", "offensive", "grc", "innovation", "leadership"].map((track) => ({
  track,
  name: `The ${track} track`,
  summary: `About ${track}.`,
}));
const server = setupServer(
  http.get("*/api/v1/profiling/tracks", () => HttpResponse.json({ tracks })),
  http.get("*/api/v1/profiling/enhanced/questions", () =>
    HttpResponse.json({
      modules: [{ id: "identity_value" }, { id: "work_style" }],
      questions: { identity_value: [{ id: "identity_1" }], work_style: [{ id: "work_style_1" }] },
    }),
  ),
  http.post("*/api/v1/auth/refresh", () =>
    HttpResponse.json({ access_token: "token", token_type: "Bearer", expires_in: 900 }),
  ),
  http.get("*/api/v1/profiling/session/:id/explanation", () =>
    HttpResponse.json(
      {
        code: "bank-retired",
        status: 409,
        title: "",
        detail: "",
        type: "",
        request_id: "",
        errors: [],
      },
      { status: 409 },
    ),
  ),
);
beforeAll(() => {
  server.listen({ onUnhandledRequest: "error" });
  vi.stubGlobal("scrollTo", () => undefined);
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function show(children: ReactNode) {
  const root = createRootRoute({ component: () => <main>{children}</main> });
  const router = createRouter({
    routeTree: root,
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  return renderWithApp(<RouterProvider router={router as never} />);
}

const all = (result: Result) => (
  <>
    <h1>Your result</h1>
    <MatchPanel result={result} />
    <AboutTrack result={result} />
    <Why result={result} sessionId="session" />
    <Compare result={result} wished={undefined} />
    <LevelPanel result={result} />
    <Exposure result={result} />
    <Statements result={result} name="strengths" />
    <Statements result={result} name="growth" />
    <Gaps result={result} />
    <Statements result={result} name="hints" />
    <Statements result={result} name="behavioural_profile" />
    <Quality result={result} />
  </>
);

it.each([
  ["1", v1],
  ["2", v2],
])("shows a result of schema %s without violations", async (_, example) => {
  const result = example as unknown as Result;
  const { container } = show(all(result));
  const chart = await screen.findByRole("list", { name: /five tracks/ });
  expect(within(chart).getAllByRole("listitem")).toHaveLength(5);
  for (const share of Object.values(result.track.match)) {
    expect(chart).toHaveTextContent(`${share}%`);
  }
  await screen.findAllByText(/About /);
  await screen.findByText(/questions have changed since/);
  expect(container).not.toHaveTextContent(/undefined|NaN|\bnull\b|[a-z]+\.[a-z]+\.[a-z]+/);
  expect(await axe(container)).toHaveNoViolations();
});

it("says of an older result why parts are not known", async () => {
  show(all(v1 as unknown as Result));
  expect((await screen.findAllByText(/did not measure this yet/)).length).toBeGreaterThanOrEqual(3);
});

it("calls level what is level, without an answer that would change the lead", async () => {
  const track = { ...v2.track, flips: 0, tie: false, band: "low" };
  const { container } = show(<Why result={{ ...v2, track } as unknown as Result} sessionId="s" />);
  expect(await screen.findByText(/are level\. A single answer would decide/)).toBeVisible();
  expect(container).not.toHaveTextContent(/0 of your answers|would lead/);
});

it("does not offer to repeat a part of a finished profiling", async () => {
  const quality = {
    verdict: "strong",
    q: 0.9,
    notes: [
      "Part of it went by quickly.",
      'Would you like to redo "X"?',
      "This was the short form.",
    ],
    redo: ["work_style"],
  };
  show(<Quality result={{ ...v2, quality } as unknown as Result} />);
  expect(await screen.findByText("Part of it went by quickly.")).toBeVisible();
  expect(screen.getByText("This was the short form.")).toBeVisible();
  expect(screen.queryByText(/Would you like/)).toBeNull();
});

it("names evidence by the place of its question", async () => {
  const strengths = [{ text: "Calm.", evidence: ["work_style_1"] }];
  show(<Statements result={{ ...v2, strengths } as unknown as Result} name="strengths" />);
  expect(await screen.findByText("From question 2")).toBeVisible();
});
