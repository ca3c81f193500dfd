import { expect, it } from "vitest";

import { VisibleTimer } from "./visible-timer";

it("counts only the time in which the page was in view", () => {
  let now = 1000;
  const timer = new VisibleTimer(() => now, true);
  now += 2000;
  timer.hide();
  now += 60_000;
  timer.hide();
  timer.show();
  now += 500.4;
  expect(timer.readMs()).toBe(2500);
  timer.show();
  now += 100;
  expect(timer.readMs()).toBe(2600);
});

it("begins when a page that was opened in the background comes into view", () => {
  let now = 0;
  const timer = new VisibleTimer(() => now, false);
  now = 9000;
  expect(timer.readMs()).toBe(0);
  timer.show();
  now = 9700;
  expect(timer.readMs()).toBe(700);
});
