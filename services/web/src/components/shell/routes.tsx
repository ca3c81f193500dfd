import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";

import { ErrorPage } from "@/components/states/error-page";
import { NotFoundPage } from "@/components/states/not-found-page";

import { requireLogin, requireRole, type RouterContext } from "./context";
import { PublicShell } from "./public-shell";

// The bars with menus come with the pages that show them: logging in stays light.

/** The roots every feature hangs its pages under: features never know each other or the app. */
export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  errorComponent: ErrorPage,
  notFoundComponent: NotFoundPage,
});

/** `/` has no page: whoever is logged in goes where core says, everybody else to log in. */
export const frontDoor = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: async ({ context }) => {
    const me = await requireLogin(context, "/");
    throw redirect({ href: me.next.url === "/" ? "/no-role" : me.next.url, replace: true });
  },
});

/** Pages without a login. */
export const publicLayout = createRoute({
  getParentRoute: () => rootRoute,
  id: "public",
  component: PublicShell,
});

/** Pages of a logged-in person of any role, without the journey's navigation. */
export const memberLayout = createRoute({
  getParentRoute: () => rootRoute,
  id: "member",
  beforeLoad: async ({ context, location }) => ({
    me: await requireLogin(context, location.href),
  }),
  component: lazyRouteComponent(() => import("./member-shell"), "MemberShell"),
});

/** Pages of a student; each page names the steps it belongs to with `requireStep`. */
export const studentLayout = createRoute({
  getParentRoute: () => rootRoute,
  id: "student",
  beforeLoad: async ({ context, location }) => {
    const me = await requireLogin(context, location.href);
    requireRole(me, "student");
    return { me };
  },
  component: lazyRouteComponent(() => import("./student-shell"), "StudentShell"),
});

/** Pages of an administrator. */
export const adminLayout = createRoute({
  getParentRoute: () => rootRoute,
  id: "admin",
  beforeLoad: async ({ context, location }) => {
    const me = await requireLogin(context, location.href);
    requireRole(me, "admin");
    return { me };
  },
  component: lazyRouteComponent(() => import("./admin-shell"), "AdminShell"),
});
