import { describe, expect, it } from "vitest";

import { nextModule, openParts, placeOf, placeOfMissing, whereToContinue } from "./course-model";
import { course, module } from "./samples";

describe("where things are", () => {
  it("sends the assessment and the reflection to their own pages", () => {
    expect(placeOf({ id: "x", type: "assessment" })).toBe("/foundations/assessment");
    expect(placeOf({ id: "x", type: "reflection" })).toBe("/foundations/reflection");
    expect(placeOf({ id: "a/b", type: "video" })).toBe("/foundations/modules/a%2Fb");
  });

  it("has a place for everything that can be missing", () => {
    expect(course().missing.map(placeOfMissing)).toEqual([
      "/foundations/modules/welcome",
      "/foundations/assessment",
      "/foundations/reflection",
      "/foundations/track",
    ]);
  });

  it("continues where one stopped, then with what is missing, then nowhere", () => {
    expect(whereToContinue(course())).toEqual({
      to: "/foundations/modules/welcome",
      title: "Welcome",
    });
    const missing = [{ code: "track-not-confirmed" as const, module_id: null }];
    expect(whereToContinue(course({ drop_off_module: null, missing }))).toEqual({
      to: "/foundations/track",
      title: null,
    });
    expect(whereToContinue(course({ drop_off_module: null, missing: [] }))).toBeNull();
    expect(whereToContinue(course({ complete: true }))).toBeNull();
  });

  it("knows the module after this one", () => {
    const { modules } = course();
    expect(nextModule(modules, "welcome")?.id).toBe("mentorship");
    expect(nextModule(modules, "goals-and-reflection")).toBeNull();
    expect(nextModule(modules, "unknown")).toBeNull();
  });
});

describe("openParts", () => {
  it("lists what the service still asks for", () => {
    const checks = [{ passed: true }, { passed: false }, { passed: false }];
    const reading = module({ position: 0.5, active_s: 37.2 });
    expect(openParts(reading, checks)).toEqual([
      { part: "read", count: 0 },
      { part: "time", count: 101 },
    ]);
    expect(
      openParts({ ...reading, type: "interactive", position: 0.98, active_s: 138 }, checks),
    ).toEqual([{ part: "checks", count: 2 }]);
  });

  it("lists nothing once the service says it is done", () => {
    expect(openParts(module({ status: "done" }), [{ passed: false }])).toEqual([]);
  });
});
