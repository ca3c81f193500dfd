import type { LinkProps } from "@tanstack/react-router";

import type { Look } from "../model/quiz";

/** Where a link to a question leads; the tree of routes is not typed, so it is checked here. */
export function toQuestion(questionId: string, look: Look): Pick<LinkProps, "to"> {
  const search: { look?: Look } = look ? { look } : {};
  return { to: "/profiling/questions/$questionId", params: { questionId }, search } as Pick<
    LinkProps,
    "to"
  >;
}
