import { describe, expect, it } from "vitest";

import { readLettersSearch, readRetakesSearch, readStudentsSearch } from "./search";

describe("readStudentsSearch", () => {
  it("keeps what narrows the list", () => {
    const given = { search: "  Amina ", status: "active", cursor: "nAbc" };
    expect(readStudentsSearch(given)).toEqual({
      search: "Amina",
      status: "active",
      cursor: "nAbc",
    });
  });

  it.each(["invited", "active", "suspended", "deactivated", "erased"])("knows %s", (status) => {
    expect(readStudentsSearch({ status })).toEqual({ status });
  });

  it.each([
    [{}],
    [{ search: "   ", status: "unknown", cursor: 7 }],
    [{ search: ["a"], status: null, other: "x" }],
  ])("ignores what narrows nothing: %j", (given) => {
    expect(readStudentsSearch(given)).toEqual({});
  });

  it("cuts a search that no name has", () => {
    expect(readStudentsSearch({ search: "x".repeat(300) }).search).toHaveLength(100);
  });
});

describe("readRetakesSearch", () => {
  it.each(["pending", "approved", "declined", "withdrawn", "lapsed", "all"])(
    "knows %s",
    (state) => {
      expect(readRetakesSearch({ state })).toEqual({ state });
    },
  );

  it("ignores another state", () => {
    expect(readRetakesSearch({ state: "erased" })).toEqual({});
  });
});

describe("readLettersSearch", () => {
  it("knows both services and nobody else", () => {
    expect(readLettersSearch({ service: "core" })).toEqual({ service: "core" });
    expect(readLettersSearch({ service: "profiler" })).toEqual({ service: "profiler" });
    expect(readLettersSearch({ service: "mail" })).toEqual({});
  });
});
