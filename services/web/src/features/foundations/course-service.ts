import { http, HttpResponse } from "msw";
import { setupServer } from "msw/node";

import type { Assessment, CourseStatus } from "./queries";
import { module, moduleText } from "./samples";

const TOKENS = { access_token: "t", token_type: "Bearer", expires_in: 900, refresh_token: null };
export const API = "*/api/v1/foundations";

/** For tests: core as far as the course asks it, for a learner who is logged in. */
export const server = setupServer(
  http.post("*/api/v1/auth/refresh", () => HttpResponse.json(TOKENS)),
  http.get("*/api/v1/profiling/tracks", () => HttpResponse.json({ tracks: [] })),
  http.post(`${API}/modules/:id/progress`, () => HttpResponse.json(module())),
);

/** Let core answer with this from now on. */
export function given(status: CourseStatus, state: Assessment = status.assessment): void {
  server.use(
    http.get(`${API}/status`, () => HttpResponse.json(status)),
    http.get(`${API}/assessment`, () => HttpResponse.json(state)),
    http.get(`${API}/modules/:id`, () => HttpResponse.json(moduleText())),
  );
}
