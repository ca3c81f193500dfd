import { HttpResponse } from "msw";

/** For tests: a refusal as core gives it. */
export function refuse(
  status: number,
  code: string,
  errors: { pointer: string; code: string; detail: string }[] = [],
  headers: Record<string, string> = {},
) {
  const body = {
    type: `http://core.test/problems/${code}`,
    title: "Title of the problem",
    status,
    detail: "Detail of the problem.",
    code,
    errors,
    request_id: "request-1",
  };
  return HttpResponse.json(body, { status, headers });
}
