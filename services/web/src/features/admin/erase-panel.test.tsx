import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axe } from "vitest-axe";

import { refuse } from "@/testing/problems";
import { renderWithApp } from "@/testing/render";

import { ErasePanel } from "./erase-panel";
import type { Erasure } from "./erasure";
import { erasureOf, STUDENT } from "./samples";
import "./strings";

const ERASURE = "*/api/v1/admin/students/:id/erasure";
const TOKENS = { access_token: "t", token_type: "Bearer", expires_in: 900, refresh_token: null };
const server = setupServer(http.post("*/api/v1/auth/refresh", () => HttpResponse.json(TOKENS)));

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function show(erasure: Erasure) {
  server.use(http.get(ERASURE, () => HttpResponse.json(erasure)));
  return renderWithApp(<ErasePanel student={STUDENT} />);
}

/** Open the dialog; what its button sends is in `sent`. */
async function ask(erasure = erasureOf(), answer = () => HttpResponse.json(erasure)) {
  const sent: { body: unknown; key: string | null }[] = [];
  server.use(
    http.post(ERASURE, async ({ request }) => {
      sent.push({ body: await request.json(), key: request.headers.get("Idempotency-Key") });
      return answer();
    }),
  );
  const { queryClient } = show(erasure);
  await userEvent.click(await screen.findByRole("button", { name: "Erase this student …" }));
  const dialog = within(await screen.findByRole("dialog"));
  return { queryClient, sent, dialog, act: dialog.getByRole("button", { name: "Erase for good" }) };
}

describe("ErasePanel", () => {
  it.each([
    ["not-deactivated", /only a deactivated student can be erased/],
    ["further-roles", /more than a student’s/],
  ] as const)("says why it is not possible: %s", async (obstacle, sentence) => {
    show(erasureOf({ state: "blocked", blocked_by: obstacle }));
    expect(await screen.findByText(sentence)).toBeVisible();
    expect(screen.queryByRole("button")).toBeNull();
    expect(await axe(document.body)).toHaveNoViolations();
  });

  it("shows the way to the account", async () => {
    show(erasureOf({ state: "blocked", blocked_by: "not-deactivated" }));
    const way = await screen.findByRole("link", { name: "Go to the account, to deactivate it" });
    expect(way).toHaveAttribute("href", "#account");
  });

  it("shows no way that does not lead on", async () => {
    show(erasureOf({ state: "blocked", blocked_by: "further-roles" }));
    expect(await screen.findByText(/more than a student’s/)).toBeVisible();
    expect(screen.queryByRole("link")).toBeNull();
  });
});

describe("the dialog", () => {
  it.each([
    [0, "all answers of the profiling"],
    [1, "the profiling result, and all answers"],
    [2, "all 2 profiling results, and all answers"],
  ])("counts %s results among what goes", async (results, line) => {
    const { dialog } = await ask(erasureOf({ results }));
    expect(dialog.getByText(line)).toBeVisible();
    expect(dialog.queryByText(/the open session/)).toBeNull();
  });

  it("names the session that is open", async () => {
    const session = { answered: 7, total: 51, at: "2026-11-20T10:00:00Z" };
    const { dialog } = await ask(erasureOf({ open_session: session as Erasure["open_session"] }));
    expect(dialog.getByText("the open session with 7 of 51 answers")).toBeVisible();
  });

  it("acts only with a reason and the whole address", async () => {
    const { sent, dialog, act } = await ask();
    expect(act).toHaveAccessibleDescription("Give a reason of at least three letters.");
    await userEvent.type(dialog.getByLabelText(/^Reason/), "asked for it");
    expect(act).toHaveAccessibleDescription("Type the e-mail address first.");
    const address = dialog.getByLabelText(/type the student’s e-mail address/);
    await userEvent.type(address, "amina@school.exampl{Enter}");
    expect(act).toBeDisabled();
    expect(sent).toEqual([]);
    await userEvent.type(address, "e");
    await userEvent.click(act);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent).toEqual([{ body: { reason: "asked for it" }, key: expect.any(String) }]);
  });

  it("leaves no list that was seen before in memory", async () => {
    const { queryClient, dialog, act } = await ask();
    queryClient.setQueryData(["admin", "students", {}], { results: [STUDENT] });
    await userEvent.type(dialog.getByLabelText(/^Reason/), "asked for it");
    await userEvent.type(dialog.getByLabelText(/type the student’s/), STUDENT.email);
    await userEvent.click(act);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(queryClient.getQueryData(["admin", "students", {}])).toBeUndefined();
  });

  it("says that the student is active again when that is why it was refused", async () => {
    const { dialog, act } = await ask(
      erasureOf(),
      () => refuse(409, "wrong-account-state") as never,
    );
    await userEvent.type(dialog.getByLabelText(/^Reason/), "asked for it");
    await userEvent.type(dialog.getByLabelText(/type the student’s/), STUDENT.email);
    const blocked = erasureOf({ state: "blocked", blocked_by: "not-deactivated" });
    server.use(http.get(ERASURE, () => HttpResponse.json(blocked)));
    await userEvent.click(act);
    const told = await screen.findByRole("dialog");
    expect(await within(told).findByText(/only a deactivated student/)).toBeVisible();
    expect(within(told).queryByRole("textbox")).toBeNull();
  });

  it("has no barrier", async () => {
    await ask();
    expect(await axe(document.body)).toHaveNoViolations();
  });
});
