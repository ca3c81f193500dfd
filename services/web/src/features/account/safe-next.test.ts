import { describe, expect, it } from "vitest";

import { readLinkSearch, readLoginSearch } from "./login-search";
import { safeNext } from "./safe-next";

const ORIGIN = "https://academy.example";

describe("safeNext", () => {
  it.each([
    "/profiling",
    "/foundations/modules/welcome",
    "/portfolio/1?edit=true",
    "/result#why",
    "/profiling?x=https%3A%2F%2Fevil.example",
    "/a%20b",
  ])("goes to our own page %s", (next) => {
    expect(safeNext(next, ORIGIN)).toBe(next);
  });

  it.each([
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    " /profiling",
    "https://evil.example",
    "https:evil.example",
    "http://academy.example/profiling",
    "HTTPS://EVIL.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "/%2Fevil.example",
    "/%2f%2fevil.example",
    "/%5Cevil.example",
    "/%252Fevil.example",
    "/%25252Fevil.example",
    "/x/..//evil.example",
    "/.//evil.example",
    "/%09/evil.example",
    "/profiling//x",
    "/profiling\\x",
    "/profiling%5Cx",
    "%2F%2Fevil.example",
    "/%E0%A4%A",
    "profiling",
    "",
    "/",
    "/login",
    "/login?next=/login",
    "/LOGIN",
    `/${"a".repeat(3000)}`,
    null,
    undefined,
    1,
    true,
    ["/profiling"],
    { toString: () => "/profiling" },
  ])("does not go to %s", (next) => {
    expect(safeNext(next, ORIGIN)).toBeUndefined();
  });

  it("never leaves the origin, whatever is strung together", () => {
    const parts = [
      "/",
      "\\",
      "%2f",
      "%5C",
      "evil.example",
      ":",
      "@",
      "?",
      "#",
      ".",
      "\t",
      "a",
      "%",
    ];
    let seed = 7;
    const draw = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return parts[seed % parts.length] ?? "";
    };
    for (let round = 0; round < 5000; round++) {
      const text = Array.from({ length: 1 + (round % 7) }, draw).join("");
      const next = safeNext(text, ORIGIN);
      if (next === undefined) continue;
      expect(new URL(next, ORIGIN).origin).toBe(ORIGIN);
      expect(next).toMatch(/^\/(?![/\\])/);
      expect(new URL(decodeURI(next), ORIGIN).origin).toBe(ORIGIN);
    }
  });
});

describe("the addresses' readers", () => {
  it("keep what is ours and leave out the rest", () => {
    expect(readLoginSearch({ next: "/result", ended: true, note: "password-reset" })).toEqual({
      next: "/result",
      ended: true,
      note: "password-reset",
    });
    expect(readLoginSearch({ next: "//evil", ended: "yes", note: "<b>", more: 1 })).toEqual({});
  });

  it("read a link's secret only as text", () => {
    expect(readLinkSearch({ token: "abc" })).toEqual({ token: "abc" });
    expect([
      readLinkSearch({ token: "" }),
      readLinkSearch({ token: 5 }),
      readLinkSearch({}),
    ]).toEqual([{}, {}, {}]);
  });
});
