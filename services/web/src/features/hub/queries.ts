import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { core, take } from "@/api/client";
import type { components } from "@/api/generated/core";
import { readCursor } from "@/components/pager";

type Schemas = components["schemas"];
export type Dashboard = Schemas["DashboardOut"];
export type Overview = Schemas["OverviewOut"];
export type Action = Schemas["ActionOut"];
export type FutureSelf = Schemas["FutureSelfOut"];
export type Profile = Schemas["StudentProfileOut"];
export type Reason = Schemas["Reason"];
export type PortfolioItem = Schemas["PortfolioItemOut"];

const PORTFOLIO = "portfolio";
const WHOLE_PAGE = 100;
const MAX_PAGES = 20;

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

/** One item, or null. The service gives lists only, so they are walked until it is found. */
export function itemQuery(itemId: string) {
  return queryOptions({
    queryKey: [PORTFOLIO, "item", itemId],
    queryFn: async ({ signal }): Promise<PortfolioItem | null> => {
      let cursor: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const query = { limit: WHOLE_PAGE, ...(cursor ? { cursor } : {}) };
        const found = await take(
          core.GET("/api/v1/portfolio/items", { params: { query }, signal }),
        );
        const item = found.results.find(({ id }) => id === itemId);
        cursor = readCursor(found.next);
        if (item || !cursor) return item ?? null;
      }
      return null;
    },
  });
}
