import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import type { ReactNode } from "react";

/** For tests: a page under a router of its own, standing at `address`; every other address is an
 * empty page. */
export function pageAt(Page: () => ReactNode, path: string, address: string = path) {
  // What jsdom lacks and the router asks for.
  globalThis.scrollTo = () => undefined;
  const root = createRootRoute({ component: Outlet, notFoundComponent: () => null });
  const page = createRoute({ getParentRoute: () => root, path, component: Page });
  const router = createRouter({
    routeTree: root.addChildren([page]),
    history: createMemoryHistory({ initialEntries: [address] }),
  });
  // The router's own type belongs to the app's tree.
  return { router, element: <RouterProvider router={router as never} /> };
}
