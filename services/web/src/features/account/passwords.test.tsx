import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { axe } from "vitest-axe";

import { forget } from "@/api/session";
import { renderWithApp } from "@/testing/render";

import { ChangePasswordForm } from "./change-password-form";
import { ForgotPasswordPage } from "./forgot-password-page";
import { InvitePage } from "./invite-page";
import { pageAt } from "@/testing/page-at";
import { refuse } from "@/testing/problems";
import { ResetPasswordPage } from "./reset-password-page";

const GOOD = "three words in a row";
const TOKENS = { access_token: "t", token_type: "Bearer", expires_in: 900, refresh_token: null };
const server = setupServer(http.post("*/api/v1/auth/refresh", () => HttpResponse.json(TOKENS)));

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(() => forget());
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

describe("InvitePage", () => {
  const accept = (answer: (request: Request) => Response | Promise<Response>) =>
    server.use(http.post("*/api/v1/auth/invitations/accept", ({ request }) => answer(request)));

  async function open(address = "/invite?token=secret-1") {
    const { router, element } = pageAt(InvitePage, "/invite", address);
    const rendered = renderWithApp(element);
    await screen.findByRole("heading", { level: 1 });
    return { router, user: userEvent.setup(), ...rendered };
  }

  async function choose(user: ReturnType<typeof userEvent.setup>, password: string) {
    await user.clear(screen.getByLabelText("New password"));
    await user.type(screen.getByLabelText("New password"), password);
    await user.click(screen.getByRole("button", { name: "Set the password" }));
  }

  it("sets the password with the link's secret and goes to the login with a note", async () => {
    let sent: unknown;
    accept(async (request) => {
      sent = await request.json();
      return HttpResponse.json({ status: "ok" });
    });
    const { router, user, container } = await open();
    expect(await axe(container)).toHaveNoViolations();
    await choose(user, GOOD);
    await waitFor(() => expect(router.state.location.pathname).toBe("/login"));
    expect(router.state.location.search).toEqual({ note: "invitation-accepted" });
    expect(sent).toEqual({ token: "secret-1", password: GOOD });
  });

  it("refuses at the field what is too short without asking anybody", async () => {
    const { user } = await open();
    await choose(user, "short");
    expect(screen.getByText(/a little too short/)).toBeVisible();
    expect(screen.getByLabelText("New password")).toHaveFocus();
  });

  it.each([
    ["too-short", "Use at least 15 characters."],
    ["too-common", "Many people use this password"],
    ["never-heard-of", "The service's own words."],
  ])("shows the refusal %s at the field", async (code, words) => {
    const detail = code === "too-short" ? words : "The service's own words.";
    accept(() => refuse(422, "invalid-input", [{ pointer: "/password", code, detail }]));
    const { user } = await open();
    await choose(user, GOOD);
    expect(await screen.findByText(new RegExp(words))).toBeVisible();
    await waitFor(() => expect(screen.getByLabelText("New password")).toHaveFocus());
  });

  it.each(["/invite", "/invite?token="])("says at once that %s is no link", async (address) => {
    await open(address);
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("does not work");
  });

  it("says what to do when the link was used or is old", async () => {
    accept(() => refuse(422, "invalid-link"));
    const { user, container } = await open();
    await choose(user, GOOD);
    expect(await screen.findByText(/It was used already/)).toBeVisible();
    expect(screen.getByText(/ask the person who invited you/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Go to log in" })).toHaveAttribute("href", "/login");
    expect(await axe(container)).toHaveNoViolations();
  });

  it("keeps the password typed when no answer comes", async () => {
    accept(() => HttpResponse.error());
    const { user } = await open();
    await choose(user, GOOD);
    expect(await screen.findByText("No connection right now")).toBeVisible();
    expect(screen.getByLabelText("New password")).toHaveValue(GOOD);
  });
});

describe("ResetPasswordPage", () => {
  it("offers a new link when this one does not work", async () => {
    const { element } = pageAt(ResetPasswordPage, "/reset-password");
    renderWithApp(element);
    expect(await screen.findByRole("link", { name: "Ask for a new link" })).toHaveAttribute(
      "href",
      "/forgot-password",
    );
  });
});

describe("ForgotPasswordPage", () => {
  it("answers the same for every address", async () => {
    server.use(
      http.post("*/api/v1/auth/password/reset-request", () =>
        HttpResponse.json({ status: "ok" }, { status: 202 }),
      ),
    );
    const { element } = pageAt(ForgotPasswordPage, "/forgot-password");
    const { container } = renderWithApp(element);
    const user = userEvent.setup();
    await user.type(await screen.findByRole("textbox", { name: "E-mail" }), " a@example.org ");
    await user.click(screen.getByRole("button", { name: "Send me a link" }));
    expect(await screen.findByText(/If there is an account for a@example.org,/)).toBeVisible();
    expect(await axe(container)).toHaveNoViolations();
  });
});

describe("ChangePasswordForm", () => {
  async function change(current: string, fresh: string, answer?: () => Response) {
    let tries = 0;
    server.use(
      http.post("*/api/v1/auth/password/change", () => {
        tries += 1;
        return answer?.() ?? HttpResponse.json({ status: "ok" });
      }),
    );
    const onDone = vi.fn();
    const { container } = renderWithApp(
      <ChangePasswordForm email="mina@example.org" onDone={onDone} />,
    );
    const user = userEvent.setup();
    if (current) await user.type(screen.getByLabelText("Your password now"), current);
    if (fresh) await user.type(screen.getByLabelText("New password"), fresh);
    await user.click(screen.getByRole("button", { name: "Change the password" }));
    return { onDone, container, count: () => tries };
  }

  it("changes it", async () => {
    const { onDone, container } = await change("the old password", GOOD);
    await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
    expect(await axe(container)).toHaveNoViolations();
  });

  it("says at its field that the current one is wrong, and tries it once only", async () => {
    const { onDone, count } = await change("wrong", GOOD, () => refuse(401, "invalid-credentials"));
    expect(await screen.findByText("Detail of the problem.")).toBeVisible();
    expect(screen.getByLabelText("Your password now")).toHaveFocus();
    expect(count()).toBe(1);
    expect(onDone).not.toHaveBeenCalled();
  });

  it("says at its field what is wrong with the new one", async () => {
    await change("the old password", GOOD, () =>
      refuse(422, "invalid-input", [
        { pointer: "/new_password", code: "too-common", detail: "Common." },
      ]),
    );
    expect(await screen.findByText(/Many people use this password/)).toBeVisible();
    expect(screen.getByLabelText("New password")).toHaveFocus();
  });

  it("does not take the same one again", async () => {
    const { count } = await change(GOOD, GOOD);
    expect(screen.getByText(/the password you have now/)).toBeVisible();
    expect(count()).toBe(0);
  });
});
