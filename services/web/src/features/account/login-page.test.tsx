import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { delay, http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { axe } from "vitest-axe";

import { forget } from "@/api/session";
import { renderWithApp } from "@/testing/render";

import { LoginPage } from "./login-page";
import { pageAt } from "@/testing/page-at";
import { refuse } from "@/testing/problems";

const TOKENS = { access_token: "t", token_type: "Bearer", expires_in: 900, refresh_token: null };
const server = setupServer(
  http.post("*/api/v1/auth/refresh", () => refuse(401, "invalid-refresh-token")),
);
const logInAnswers = (answer: () => Response | Promise<Response>) =>
  server.use(http.post("*/api/v1/auth/login", answer));

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(() => forget());
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

async function open(address = "/login") {
  const { router, element } = pageAt(LoginPage, "/login", address);
  const rendered = renderWithApp(element);
  await screen.findByRole("heading", { level: 1, name: "Log in" });
  return { router, ...rendered };
}

async function fill(email: string, password: string) {
  const user = userEvent.setup();
  if (email) await user.type(screen.getByRole("textbox", { name: "E-mail" }), email);
  if (password) await user.type(screen.getByLabelText("Password"), password);
  await user.click(screen.getByRole("button", { name: "Log in" }));
  return user;
}

describe("LoginPage", () => {
  it("has nothing that axe minds, and what password managers look for", async () => {
    const { container } = await open();
    expect(await axe(container)).toHaveNoViolations();
    expect(screen.getByRole("textbox", { name: "E-mail" })).toHaveAttribute(
      "autocomplete",
      "username",
    );
    expect(screen.getByLabelText("Password")).toHaveAttribute("autocomplete", "current-password");
  });

  it("asks for what is missing and goes to the first of it", async () => {
    await open();
    await fill("", "");
    expect(screen.getByText("Please type your e-mail address.")).toBeVisible();
    expect(screen.getByText("Please type your password.")).toBeVisible();
    expect(screen.getByRole("textbox", { name: "E-mail" })).toHaveFocus();
  });

  it("goes on to the page one came for, in the place of the login", async () => {
    logInAnswers(() => HttpResponse.json(TOKENS));
    const { router } = await open("/login?next=%2Fportfolio%2F1&ended=true");
    expect(screen.getByText("You were logged out. What you answered is safe.")).toBeVisible();
    await fill("mina@example.org", "a good long password");
    await waitFor(() => expect(router.state.location.pathname).toBe("/portfolio/1"));
    expect(router.history.length).toBe(1);
  });

  it("says that the account was erased, and that nobody logs in with it", async () => {
    await open("/login?note=account-erased");
    expect(screen.getByRole("status")).toHaveTextContent("everything in it is gone for good");
  });

  it("does not go to another site", async () => {
    logInAnswers(() => HttpResponse.json(TOKENS));
    const { router } = await open("/login?next=%2F%2Fevil.example");
    await fill("mina@example.org", "a good long password");
    await waitFor(() => expect(router.state.location.href).toBe("/"));
  });

  it("says what to do when it is not right, and keeps what was typed", async () => {
    logInAnswers(() => refuse(401, "invalid-credentials"));
    await open();
    await fill("mina@example.org", "wrong");
    expect(await screen.findByRole("alert")).toHaveTextContent("open your invitation link first");
    expect(screen.getByRole("textbox", { name: "E-mail" })).toHaveValue("mina@example.org");
    expect(screen.getByLabelText("Password")).toHaveFocus();
  });

  it("counts the wait down and takes no try meanwhile", async () => {
    logInAnswers(() => refuse(429, "too-many-requests", [], { "Retry-After": "2" }));
    await open();
    await fill("mina@example.org", "wrong");
    const button = await screen.findByRole("button", { name: "You can try again in 0:02" });
    expect(button).toBeDisabled();
    expect(await screen.findByRole("button", { name: "You can try again in 0:01" })).toBeDisabled();
    await waitFor(() => expect(screen.getByRole("button", { name: "Log in" })).toBeEnabled(), {
      timeout: 3000,
    });
  });

  it("says at the field that an address is none", async () => {
    logInAnswers(() =>
      refuse(422, "invalid-input", [{ pointer: "/email", code: "pattern", detail: "Bad." }]),
    );
    await open();
    await fill("mina", "something");
    expect(await screen.findByText(/does not look like an e-mail address/)).toBeVisible();
    expect(screen.getByRole("textbox", { name: "E-mail" })).toHaveFocus();
  });

  it("tells an absent service from a wrong password", async () => {
    logInAnswers(() => HttpResponse.error());
    await open();
    await fill("mina@example.org", "something");
    expect(await screen.findByText("No connection right now")).toBeVisible();
    expect(screen.getByLabelText("Password")).toHaveValue("something");
  });

  it("sends one request for two presses", async () => {
    let count = 0;
    logInAnswers(async () => {
      count += 1;
      await delay(50);
      return refuse(401, "invalid-credentials");
    });
    await open();
    const user = await fill("mina@example.org", "something");
    await user.type(screen.getByLabelText("Password"), "{Enter}");
    await screen.findByRole("alert");
    expect(count).toBe(1);
  });

  it("shows and hides the password", async () => {
    await open();
    const user = userEvent.setup();
    const field = screen.getByLabelText("Password");
    expect(field).toHaveAttribute("type", "password");
    await user.click(screen.getByRole("button", { name: /^Show/ }));
    expect(field).toHaveAttribute("type", "text");
  });

  it("sends on who is logged in already", async () => {
    server.use(
      http.post("*/api/v1/auth/refresh", () => HttpResponse.json(TOKENS)),
      http.get("*/api/v1/auth/me", () => HttpResponse.json({ next: { step: "profiling" } })),
    );
    const { router, element } = pageAt(LoginPage, "/login", "/login?next=/result");
    renderWithApp(element);
    await waitFor(() => expect(router.state.location.pathname).toBe("/result"));
  });
});
