import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";

import { adminLayout } from "@/components/shell/routes";

import { readLettersSearch, readRetakesSearch, readStudentsSearch } from "./search";

const home = createRoute({
  getParentRoute: () => adminLayout,
  path: "/admin",
  beforeLoad: () => {
    throw redirect({ to: "/admin/students", replace: true });
  },
});

const students = createRoute({
  getParentRoute: () => adminLayout,
  path: "/admin/students",
  validateSearch: readStudentsSearch,
  component: lazyRouteComponent(() => import("./pages"), "StudentsPage"),
});

const createStudent = createRoute({
  getParentRoute: () => adminLayout,
  path: "/admin/students/new",
  component: lazyRouteComponent(() => import("./pages"), "CreateStudentPage"),
});

const student = createRoute({
  getParentRoute: () => adminLayout,
  path: "/admin/students/$studentId",
  component: lazyRouteComponent(() => import("./pages"), "StudentPage"),
});

const retakes = createRoute({
  getParentRoute: () => adminLayout,
  path: "/admin/retakes",
  validateSearch: readRetakesSearch,
  component: lazyRouteComponent(() => import("./pages"), "RetakesPage"),
});

const items = createRoute({
  getParentRoute: () => adminLayout,
  path: "/admin/items",
  component: lazyRouteComponent(() => import("./pages"), "ItemsPage"),
});

const deadLetters = createRoute({
  getParentRoute: () => adminLayout,
  path: "/admin/dead-letters",
  validateSearch: readLettersSearch,
  component: lazyRouteComponent(() => import("./pages"), "DeadLettersPage"),
});

const deadLetter = createRoute({
  getParentRoute: () => adminLayout,
  path: "/admin/dead-letters/$service/$letterId",
  component: lazyRouteComponent(() => import("./pages"), "DeadLetterPage"),
});

const system = createRoute({
  getParentRoute: () => adminLayout,
  path: "/admin/system",
  component: lazyRouteComponent(() => import("./pages"), "SystemPage"),
});

export const adminRoutes = [
  home,
  students,
  createStudent,
  student,
  retakes,
  items,
  deadLetters,
  deadLetter,
  system,
];
