import { queryOptions } from "@tanstack/react-query";

import { core, take } from "./client";
import type { components } from "./generated/core";

export type Me = components["schemas"]["MeOut"];

/** Who is logged in and where they go next: the one thing the whole app routes by. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  // Without its signal: a guard waits for the same answer as a page that is just leaving.
  queryFn: () => take(core.GET("/api/v1/auth/me")),
  staleTime: 15_000,
});
