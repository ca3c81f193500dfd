import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { readProblem } from "@/api/problem";
import { refuse } from "@/testing/problems";
import { renderWithApp } from "@/testing/render";

import { ProblemNotice } from "./problem-notice";

async function show(status: number, code: string) {
  const error = await readProblem(refuse(status, code));
  renderWithApp(<ProblemNotice error={error} onRetry={() => undefined} />);
  return screen.getByRole("alert");
}

describe("ProblemNotice", () => {
  it("says what the service said", async () => {
    const notice = await show(409, "stale-epoch");
    expect(notice).toHaveTextContent("Title of the problem");
    expect(notice).toHaveTextContent("Detail of the problem.");
  });

  it("says in words of its own that somebody was erased, and offers no second try", async () => {
    const notice = await show(410, "learner-erased");
    expect(notice).toHaveTextContent("This account was erased");
    expect(notice).toHaveTextContent("gone for good");
    expect(notice).not.toHaveTextContent("of the problem");
    expect(screen.queryByRole("button")).toBeNull();
  });
});
