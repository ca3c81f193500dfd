import { createRoute, lazyRouteComponent, redirect, type AnyRoute } from "@tanstack/react-router";

import { requireRole, requireStep } from "@/components/shell/context";
import { memberLayout, publicLayout } from "@/components/shell/routes";

const loginRoute = createRoute({
  getParentRoute: () => publicLayout,
  path: "/login",
  component: lazyRouteComponent(() => import("./public-pages"), "LoginPage"),
});

const inviteRoute = createRoute({
  getParentRoute: () => publicLayout,
  path: "/invite",
  component: lazyRouteComponent(() => import("./public-pages"), "InvitePage"),
});

const resetRoute = createRoute({
  getParentRoute: () => publicLayout,
  path: "/reset-password",
  component: lazyRouteComponent(() => import("./public-pages"), "ResetPasswordPage"),
});

const forgotRoute = createRoute({
  getParentRoute: () => publicLayout,
  path: "/forgot-password",
  component: lazyRouteComponent(() => import("./public-pages"), "ForgotPasswordPage"),
});

const changeRoute = createRoute({
  getParentRoute: () => memberLayout,
  path: "/change-password",
  component: lazyRouteComponent(() => import("./member-pages"), "ChangePasswordPage"),
});

const settingsRoute = createRoute({
  getParentRoute: () => memberLayout,
  path: "/settings",
  component: lazyRouteComponent(() => import("./member-pages"), "SettingsPage"),
});

const suspendedRoute = createRoute({
  getParentRoute: () => memberLayout,
  path: "/suspended",
  beforeLoad: ({ context }) => requireStep(context.me, "suspended"),
  component: lazyRouteComponent(() => import("./member-pages"), "SuspendedPage"),
});

const noRoleRoute = createRoute({
  getParentRoute: () => memberLayout,
  path: "/no-role",
  beforeLoad: ({ context: { me } }) => {
    if (me.next.url !== "/") throw redirect({ href: me.next.url, replace: true });
  },
  component: lazyRouteComponent(() => import("./member-pages"), "NoRolePage"),
});

/** Roles whose pages come later; each has a page that says so. */
const ROLE_HOMES = ["director", "mentor", "teacher", "tutor", "parent", "enterprise"] as const;

const roleHomes = ROLE_HOMES.map((role) =>
  createRoute({
    getParentRoute: () => memberLayout,
    path: `/${role}`,
    beforeLoad: ({ context }) => requireRole(context.me, role),
    component: lazyRouteComponent(() => import("./member-pages"), "RoleHomePage"),
  }),
);

export const publicRoutes: AnyRoute[] = [loginRoute, inviteRoute, resetRoute, forgotRoute];
export const memberRoutes: AnyRoute[] = [
  changeRoute,
  settingsRoute,
  suspendedRoute,
  noRoleRoute,
  ...roleHomes,
];
