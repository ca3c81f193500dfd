import { createRoute, lazyRouteComponent, type AnyRoute } from "@tanstack/react-router";

import type { Me } from "@/api/queries";
import { requireStep, type RouterContext } from "@/components/shell/context";
import { studentLayout } from "@/components/shell/routes";

function guard({ context }: { context: RouterContext & { me: Me } }) {
  requireStep(context.me, "dashboard");
}

export const hubRoutes: AnyRoute[] = [
  createRoute({
    getParentRoute: () => studentLayout,
    path: "/dashboard",
    beforeLoad: guard,
    component: lazyRouteComponent(() => import("./pages"), "DashboardPage"),
  }),
  createRoute({
    getParentRoute: () => studentLayout,
    path: "/dashboard/actions",
    beforeLoad: guard,
    component: lazyRouteComponent(() => import("./pages"), "ActionsPage"),
  }),
  createRoute({
    getParentRoute: () => studentLayout,
    path: "/profile",
    beforeLoad: guard,
    component: lazyRouteComponent(() => import("./pages"), "ProfilePage"),
  }),
  createRoute({
    getParentRoute: () => studentLayout,
    path: "/portfolio",
    beforeLoad: guard,
    component: lazyRouteComponent(() => import("./pages"), "PortfolioPage"),
  }),
  createRoute({
    getParentRoute: () => studentLayout,
    path: "/portfolio/$itemId",
    beforeLoad: guard,
    component: lazyRouteComponent(() => import("./pages"), "PortfolioItemPage"),
  }),
];
