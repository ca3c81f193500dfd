import { createRoute, lazyRouteComponent, type AnyRoute } from "@tanstack/react-router";

import { requireStep } from "@/components/shell/context";
import { studentLayout } from "@/components/shell/routes";

const welcome = createRoute({
  getParentRoute: () => studentLayout,
  path: "/profiling",
  beforeLoad: ({ context }) => requireStep(context.me, "profiling"),
  component: lazyRouteComponent(() => import("./pages/all"), "WelcomePage"),
});

const resume = createRoute({
  getParentRoute: () => studentLayout,
  path: "/profiling/questions",
  validateSearch: (search: Record<string, unknown>): { changed?: true } =>
    search.changed === true ? { changed: true } : {},
  beforeLoad: ({ context }) => requireStep(context.me, "profiling"),
  component: lazyRouteComponent(() => import("./pages/all"), "ResumePage"),
});

const question = createRoute({
  getParentRoute: () => studentLayout,
  path: "/profiling/questions/$questionId",
  validateSearch: (search: Record<string, unknown>): { look?: string } =>
    typeof search.look === "string" ? { look: search.look } : {},
  beforeLoad: ({ context }) => requireStep(context.me, "profiling"),
  component: lazyRouteComponent(() => import("./pages/all"), "QuestionPage"),
});

const reflection = createRoute({
  getParentRoute: () => studentLayout,
  path: "/profiling/reflection",
  beforeLoad: ({ context }) => requireStep(context.me, "profiling"),
  component: lazyRouteComponent(() => import("./pages/all"), "ReflectionPage"),
});

const finish = createRoute({
  getParentRoute: () => studentLayout,
  path: "/profiling/finish",
  beforeLoad: ({ context }) => requireStep(context.me, "profiling"),
  component: lazyRouteComponent(() => import("./pages/all"), "FinishPage"),
});

// It outlives the moment in which core takes the result in and `next` moves on.
const syncing = createRoute({
  getParentRoute: () => studentLayout,
  path: "/profiling/syncing",
  beforeLoad: ({ context }) => requireStep(context.me, "profiling", "foundations", "dashboard"),
  component: lazyRouteComponent(() => import("./pages/all"), "SyncingPage"),
});

export const profilingRoutes: AnyRoute[] = [welcome, resume, question, reflection, finish, syncing];
