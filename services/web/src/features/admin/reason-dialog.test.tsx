import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { axe } from "vitest-axe";
import { describe, expect, it, vi } from "vitest";

import { renderWithApp } from "@/testing/render";

import { ReasonDialog } from "./reason-dialog";
import "./strings";

function show(more: Partial<Parameters<typeof ReasonDialog>[0]> = {}) {
  const onSubmit = vi.fn();
  renderWithApp(
    <ReasonDialog
      title="Reset?"
      action="Reset"
      label="Reason"
      isPending={false}
      error={null}
      onSubmit={onSubmit}
      onClose={() => undefined}
      {...more}
    />,
  );
  return { onSubmit, act: screen.getByRole("button", { name: "Reset" }) };
}

describe("ReasonDialog", () => {
  it("asks for a reason before it lets one act, and says so", async () => {
    const { onSubmit, act } = show();
    expect(act).toBeDisabled();
    expect(act).toHaveAccessibleDescription("Give a reason of at least three letters.");
    await userEvent.type(screen.getByLabelText("Reason"), "  ill ");
    await userEvent.click(act);
    expect(onSubmit).toHaveBeenCalledWith("ill");
  });

  it("takes no spaces for a reason", async () => {
    const { act } = show();
    await userEvent.type(screen.getByLabelText("Reason"), "      ");
    expect(act).toBeDisabled();
  });

  it("lets one act without words where they are optional", async () => {
    const { onSubmit, act } = show({ isOptional: true });
    await userEvent.click(act);
    expect(onSubmit).toHaveBeenCalledWith("");
  });

  it("wants the box ticked where the act takes something", async () => {
    const { act } = show({ confirmation: "End the session" });
    await userEvent.type(screen.getByLabelText("Reason"), "wrong learner");
    expect(act).toBeDisabled();
    expect(act).toHaveAccessibleDescription("Tick the box above first.");
    await userEvent.click(screen.getByLabelText("End the session"));
    expect(act).toBeEnabled();
  });

  it("wants the address typed where nothing brings back what the act takes", async () => {
    const { onSubmit, act } = show({ address: "amina@school.example" });
    await userEvent.type(screen.getByLabelText("Reason"), "asked for it");
    expect(act).toBeDisabled();
    expect(act).toHaveAccessibleDescription("Type the e-mail address first.");
    const field = screen.getByLabelText("To confirm, type the student’s e-mail address");
    expect(field).toHaveAccessibleDescription("amina@school.example");
    await userEvent.type(field, "Amina@school.example{Enter}");
    expect(onSubmit).toHaveBeenCalledWith("asked for it");
  });

  it("has no barrier", async () => {
    show();
    expect(await axe(document.body)).toHaveNoViolations();
  });
});
