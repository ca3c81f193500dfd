import type { QueryClient } from "@tanstack/react-query";
import { redirect } from "@tanstack/react-router";

import { ProblemError } from "@/api/problem";
import { meQuery, type Me } from "@/api/queries";

/** What every route may ask for in `beforeLoad`. */
export interface RouterContext {
  queryClient: QueryClient;
}

export type Step = Me["next"]["step"];

/** The logged-in person, from memory where known; sends anybody else to log in and come back. */
export async function requireLogin(context: RouterContext, here: string): Promise<Me> {
  try {
    return await context.queryClient.ensureQueryData({ ...meQuery, revalidateIfStale: true });
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) {
      throw redirect({ to: "/login", search: here === "/" ? {} : { next: here }, replace: true });
    }
    throw error;
  }
}

/** Keep a page for the steps it belongs to; everybody else goes where core sends them. */
export function requireStep(me: Me, ...steps: Step[]): void {
  if (!steps.includes(me.next.step)) throw redirect({ href: me.next.url, replace: true });
}

/** Keep a page for a role. Core refuses the data as well; this only spares a dead end. */
export function requireRole(me: Me, role: Me["roles"][number]): void {
  if (!me.roles.includes(role)) throw redirect({ href: me.next.url, replace: true });
}
