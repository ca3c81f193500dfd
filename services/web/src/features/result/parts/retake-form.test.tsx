import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";

import { renderWithApp } from "@/testing/render";

import { RetakeForm } from "./retake-form";

import "../strings";

it("counts signs as the service does: nine emoji are nine, and too few", async () => {
  const user = userEvent.setup();
  renderWithApp(<RetakeForm />);
  const field = screen.getByLabelText("Why does the result not fit you?");
  await user.click(field);
  await user.paste("🌱".repeat(9));
  expect(screen.getByText(/9 of 1000/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Ask to be profiled again" }));
  expect(screen.getByText(/Please write a little more/)).toBeVisible();
  expect(field).toHaveFocus();
});

it("says that a reason is too long instead of cutting it", async () => {
  const user = userEvent.setup();
  renderWithApp(<RetakeForm />);
  const field = screen.getByLabelText("Why does the result not fit you?");
  await user.click(field);
  await user.paste("x".repeat(1001));
  await user.click(screen.getByRole("button", { name: "Ask to be profiled again" }));
  expect(screen.getByText("This is too long. Keep it to 1000 characters.")).toBeVisible();
  expect(field).toHaveValue("x".repeat(1001));
});
