import { createRouter } from "@tanstack/react-router";

import { LoadingShape } from "@/components/states/loaded";
import {
  adminLayout,
  frontDoor,
  memberLayout,
  publicLayout,
  rootRoute,
  studentLayout,
} from "@/components/shell/routes";
import { memberRoutes, publicRoutes } from "@/features/account/routes";
import { adminRoutes } from "@/features/admin/routes";
import { foundationsRoutes } from "@/features/foundations/routes";
import { hubRoutes } from "@/features/hub/routes";
import { profilingRoutes } from "@/features/profiling/routes";
import { resultRoutes } from "@/features/result/routes";

import { queryClient } from "./query-client";

const tree = rootRoute.addChildren([
  frontDoor,
  publicLayout.addChildren(publicRoutes),
  memberLayout.addChildren(memberRoutes),
  studentLayout.addChildren([
    ...profilingRoutes,
    ...resultRoutes,
    ...foundationsRoutes,
    ...hubRoutes,
  ]),
  adminLayout.addChildren(adminRoutes),
]);

export const router = createRouter({
  routeTree: tree,
  context: { queryClient },
  defaultPreload: "intent",
  defaultPendingComponent: LoadingShape,
  defaultPendingMs: 300,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
