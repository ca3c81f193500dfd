import { createRoute, lazyRouteComponent, type AnyRoute } from "@tanstack/react-router";

import type { Me } from "@/api/queries";
import { requireStep, type RouterContext } from "@/components/shell/context";
import { studentLayout } from "@/components/shell/routes";

function guard({ context }: { context: RouterContext & { me: Me } }): void {
  requireStep(context.me, "foundations", "dashboard");
}

export const resultRoutes: AnyRoute[] = [
  createRoute({
    getParentRoute: () => studentLayout,
    path: "/result",
    validateSearch: (search: Record<string, unknown>): { compare?: string } =>
      typeof search.compare === "string" ? { compare: search.compare } : {},
    beforeLoad: guard,
    component: lazyRouteComponent(() => import("./pages/all"), "ResultPage"),
  }),
  createRoute({
    getParentRoute: () => studentLayout,
    path: "/result/blueprint",
    beforeLoad: guard,
    component: lazyRouteComponent(() => import("./pages/all"), "BlueprintPage"),
  }),
  createRoute({
    getParentRoute: () => studentLayout,
    path: "/result/comparison",
    beforeLoad: guard,
    component: lazyRouteComponent(() => import("./pages/all"), "ComparisonPage"),
  }),
  createRoute({
    getParentRoute: () => studentLayout,
    path: "/result/retake",
    beforeLoad: guard,
    component: lazyRouteComponent(() => import("./pages/all"), "RetakePage"),
  }),
];
