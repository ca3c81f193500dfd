import { createRoute, lazyRouteComponent, type AnyRoute } from "@tanstack/react-router";

import { requireStep, type RouterContext } from "@/components/shell/context";
import { studentLayout } from "@/components/shell/routes";
import type { Me } from "@/api/queries";

/** Open while the course is under way, and to look back at from the dashboard. */
function guard({ context }: { context: RouterContext & { me: Me } }) {
  requireStep(context.me, "foundations", "dashboard");
}

export const foundationsRoutes: AnyRoute[] = [
  createRoute({
    getParentRoute: () => studentLayout,
    path: "/foundations",
    beforeLoad: guard,
    component: lazyRouteComponent(() => import("./pages"), "CoursePage"),
  }),
  createRoute({
    getParentRoute: () => studentLayout,
    path: "/foundations/modules/$moduleId",
    beforeLoad: guard,
    component: lazyRouteComponent(() => import("./pages"), "ModulePage"),
  }),
  createRoute({
    getParentRoute: () => studentLayout,
    path: "/foundations/assessment",
    beforeLoad: guard,
    component: lazyRouteComponent(() => import("./pages"), "AssessmentPage"),
  }),
  createRoute({
    getParentRoute: () => studentLayout,
    path: "/foundations/reflection",
    beforeLoad: guard,
    component: lazyRouteComponent(() => import("./pages"), "ReflectionPage"),
  }),
  createRoute({
    getParentRoute: () => studentLayout,
    path: "/foundations/track",
    beforeLoad: guard,
    component: lazyRouteComponent(() => import("./pages"), "TrackPage"),
  }),
];
