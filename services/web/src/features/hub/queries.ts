import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { core, take } from "@/api/client";
import type { components } from "@/api/generated/core";
import { ProblemError } from "@/api/problem";

type Schemas = components["schemas"];
export type Dashboard = Schemas["DashboardOut"];
export type Overview = Schemas["OverviewOut"];
export type Action = Schemas["ActionOut"];
export type FutureSelf = Schemas["FutureSelfOut"];
export type Profile = Schemas["StudentProfileOut"];
export type Reason = Schemas["Reason"];
export type PortfolioItem = Schemas["PortfolioItemOut"];

const PORTFOLIO = "portfolio";

export const dashboardQuery = queryOptions({
  queryKey: ["student", "dashboard"],
  queryFn: ({ signal }) => take(core.GET("/api/v1/student/dashboard", { signal })),
});

export const overviewQuery = queryOptions({
  queryKey: ["student", "overview"],
  queryFn: ({ signal }) => take(core.GET("/api/v1/student/dashboard/overview", { signal })),
});

export const actionsQuery = queryOptions({
  queryKey: ["student", "actions"],
  queryFn: ({ signal }) => take(core.GET("/api/v1/student/dashboard/next-actions", { signal })),
});

export const profileQuery = queryOptions({
  queryKey: ["student", "profile"],
  queryFn: ({ signal }) => take(core.GET("/api/v1/student/profile", { signal })),
});

export function portfolioQuery(cursor: string | undefined) {
  return queryOptions({
    queryKey: [PORTFOLIO, "page", cursor ?? ""],
    queryFn: ({ signal }) =>
      take(
        core.GET("/api/v1/portfolio/items", {
          params: { query: cursor ? { cursor } : {} },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** One item; null when there is none of this id that is the learner's. */
export function itemQuery(itemId: string) {
  return queryOptions({
    queryKey: [PORTFOLIO, "item", itemId],
    queryFn: async ({ signal }): Promise<PortfolioItem | null> => {
      try {
        const path = { item_id: itemId };
        return await take(
          core.GET("/api/v1/portfolio/items/{item_id}", { params: { path }, signal }),
        );
      } catch (error) {
        if (error instanceof ProblemError && error.status === 404) return null;
        throw error;
      }
    },
  });
}
