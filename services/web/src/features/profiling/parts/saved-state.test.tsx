import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { axe } from "vitest-axe";

import { choose, openQueue } from "../model/answer-queue";
import type { BoxView, Trouble } from "../device/box-types";
import { SavedState } from "./saved-state";

import "../strings";

function view(waiting: number, trouble: Trouble | null = null, isLasting = true): BoxView {
  let queue = openQueue("l", "s");
  for (let at = 0; at < waiting; at++) {
    queue = choose(queue, { questionId: `q${at}`, option: "A", at, tookMs: null });
  }
  return { queue, trouble, isLasting, isReady: true, course: null };
}

const state = (shown: BoxView) => (
  <MantineProvider env="test">
    <SavedState view={shown} />
  </MantineProvider>
);

it("says how many answers wait and where they are", async () => {
  const { container, rerender } = render(state(view(7, "away")));
  expect(container).toHaveTextContent("Waiting for the network: 7 answers kept on this device");
  expect(await axe(container)).toHaveNoViolations();
  rerender(state(view(1, "away", false)));
  expect(container).toHaveTextContent("leave this page open");
});

it("speaks when answers begin to wait and when they have arrived, and not in between", () => {
  const { rerender } = render(state(view(0)));
  const said = () => screen.getByRole("status").textContent;
  rerender(state(view(1)));
  rerender(state(view(0)));
  expect(said()).toBe("");
  rerender(state(view(1, "away")));
  expect(said()).toContain("1 answer kept");
  rerender(state(view(5, "away")));
  expect(said()).toContain("1 answer kept");
  rerender(state(view(0)));
  expect(said()).toBe("All your answers are saved.");
});
