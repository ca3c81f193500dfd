import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { axe } from "vitest-axe";

import { renderWithApp } from "@/testing/render";

import { ActionsPage } from "./actions-page";
import { DashboardPage } from "./dashboard-page";
import { pageAt } from "@/testing/page-at";
import { PortfolioItemPage } from "./portfolio-item-page";
import { PortfolioPage } from "./portfolio-page";
import { refuse } from "@/testing/problems";
import type { PortfolioItem } from "./queries";
import { action, dashboard, item, overview } from "./samples";

const TOKENS = { access_token: "t", token_type: "Bearer", expires_in: 900, refresh_token: null };
const ME = { user: { first_name: "Mina" }, next: { step: "dashboard" } };
const server = setupServer(
  http.post("*/api/v1/auth/refresh", () => HttpResponse.json(TOKENS)),
  http.get("*/api/v1/auth/me", () => HttpResponse.json(ME)),
  http.get("*/api/v1/student/dashboard/overview", () => HttpResponse.json(overview())),
);

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function show(Page: () => React.ReactNode, path: string, address = path) {
  const { router, element } = pageAt(Page, path, address);
  return { router, user: userEvent.setup(), ...renderWithApp(element) };
}

describe("DashboardPage", () => {
  const answer = (body = dashboard()) =>
    server.use(http.get("*/api/v1/student/dashboard", () => HttpResponse.json(body)));

  it("shows what is known, and names what is not with the reason", async () => {
    answer();
    const { container } = show(DashboardPage, "/dashboard");
    expect(await screen.findByText(/^Its share is 24.4%: how likely/)).toBeVisible();
    expect(screen.getByText("Recommended was Defender. You chose your own way.")).toBeVisible();
    expect(
      screen.getByText(/starting level is not known yet. This was not measured/),
    ).toBeVisible();
    expect(await screen.findByText("8 of 8")).toBeVisible();
    expect(screen.getByText("Days in a row")).toBeVisible();
    expect(screen.getByText(/not connected yet/)).toBeVisible();
    expect(screen.queryByText("0")).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it("says that there is nothing to do", async () => {
    answer(dashboard({ next_actions: [] }));
    show(DashboardPage, "/dashboard");
    expect(await screen.findByText("Nothing to do right now")).toBeVisible();
  });

  it("links an action to its item, and leaves out what leads to the page one is on", async () => {
    const evidence = { ...action().evidence, item_id: "abc" };
    const here = action({ type: "begin_track", title: "Begin your track", url: "/dashboard" });
    answer(dashboard({ next_actions: [here, action({ evidence })] }));
    show(DashboardPage, "/dashboard");
    const links = await screen.findAllByRole("link", { name: "Open" });
    expect(links.map((link) => link.getAttribute("href"))).toEqual(["/portfolio/abc"]);
    expect(screen.queryByText("Begin your track")).toBeNull();
  });
});

describe("ActionsPage", () => {
  it("shows each action with the parts of its rank", async () => {
    server.use(
      http.get("*/api/v1/student/dashboard/next-actions", () =>
        HttpResponse.json({ results: [action()], as_of: "2026-11-20T10:00:00Z", version: 1 }),
      ),
    );
    const { user, container } = show(ActionsPage, "/dashboard/actions");
    await user.click(await screen.findByText("Why is this in this place?"));
    expect(screen.getAllByText("40")).toHaveLength(2);
    expect(await axe(container)).toHaveNoViolations();
  });
});

describe("PortfolioPage", () => {
  it("goes from page to page by the address", async () => {
    server.use(
      http.get("*/api/v1/portfolio/items", ({ request }) => {
        const cursor = new URL(request.url).searchParams.get("cursor");
        const page =
          cursor === "c2"
            ? item({ id: "2", title: "A second thing" })
            : item({ title: "A first thing" });
        const next = cursor ? null : "/api/v1/portfolio/items?limit=25&cursor=c2";
        return HttpResponse.json({ results: [page], next, previous: null });
      }),
    );
    const { user, router } = show(PortfolioPage, "/portfolio");
    expect(await screen.findByText("A first thing")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Older" }));
    expect(await screen.findByRole("link", { name: /A second thing/ })).toHaveAttribute(
      "href",
      "/portfolio/2",
    );
    expect(router.state.location.search).toEqual({ cursor: "c2" });
  });

  it("says why it is empty", async () => {
    server.use(
      http.get("*/api/v1/portfolio/items", () =>
        HttpResponse.json({ results: [], next: null, previous: null }),
      ),
    );
    show(PortfolioPage, "/portfolio");
    expect(await screen.findByText("Nothing here yet")).toBeVisible();
  });
});

describe("PortfolioItemPage", () => {
  let stored: PortfolioItem;

  function open(edit = false) {
    stored = item();
    server.use(http.get(`*/api/v1/portfolio/items/${stored.id}`, () => HttpResponse.json(stored)));
    const address = `/portfolio/${stored.id}${edit ? "?edit=true" : ""}`;
    return show(PortfolioItemPage, "/portfolio/$itemId", address);
  }

  it("writes the learner's words over the version they began from", async () => {
    const { user, router, container } = open();
    await user.click(await screen.findByRole("button", { name: "Put it in my own words" }));
    expect(router.state.location.search).toEqual({ edit: true });
    const field = await screen.findByLabelText("Your words");
    expect(field).toHaveFocus();
    expect(await axe(container)).toHaveNoViolations();
    await user.clear(field);
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(screen.getByText("Please write at least one sentence.")).toBeVisible();
    await user.type(field, "Mine.");
    let sent: unknown;
    server.use(
      http.patch("*/api/v1/portfolio/items/:id", async ({ request }) => {
        sent = await request.json();
        stored = { ...stored, text: "Mine.", version: 3, edited_at: "2026-11-20T11:00:00Z" };
        return HttpResponse.json(stored);
      }),
    );
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Saved. These are your words now.")).toBeVisible();
    expect(screen.getByRole("status")).toHaveFocus();
    expect(screen.getByText("Mine.")).toBeVisible();
    expect(sent).toEqual({ text: "Mine.", version: 2 });
    expect(router.state.location.search).toEqual({});
  });

  it("keeps the words when no answer comes", async () => {
    const { user } = open(true);
    server.use(http.patch("*/api/v1/portfolio/items/:id", () => HttpResponse.error()));
    const field = await screen.findByLabelText("Your words");
    await user.type(field, " More.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(
      await screen.findByText(/text is still here.*try again when you are back online/),
    ).toBeVisible();
    expect(field).toHaveValue("The words so far. More.");
  });

  it("shows an edit made elsewhere before anything is written over it", async () => {
    const { user } = open(true);
    const sent: { version: number }[] = [];
    server.use(
      http.patch("*/api/v1/portfolio/items/:id", async ({ request }) => {
        const body = (await request.json()) as { version: number };
        sent.push(body);
        if (body.version !== 2) return HttpResponse.json({ ...stored, version: 4 });
        stored = { ...stored, text: "From the other phone.", version: 3 };
        return refuse(409, "item-changed");
      }),
    );
    await user.type(await screen.findByLabelText("Your words"), " More.");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText(/From the other phone/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
    await user.click(screen.getByRole("button", { name: "Go on with mine" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(sent.map(({ version }) => version)).toEqual([2, 3]));
  });

  it("says that an item does not exist", async () => {
    server.use(http.get("*/api/v1/portfolio/items/none", () => refuse(404, "not-found")));
    show(PortfolioItemPage, "/portfolio/$itemId", "/portfolio/none");
    expect(await screen.findByText("There is no such thing in your portfolio")).toBeVisible();
  });
});
