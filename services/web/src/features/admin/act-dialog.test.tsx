import { useQuery } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { Unreachable } from "@/api/problem";
import { renderWithApp } from "@/testing/render";

import { ActDialog } from "./act-dialog";
import "./strings";

function show(more: Partial<Parameters<typeof ActDialog<string>>[0]> = {}) {
  const onSend = vi.fn().mockResolvedValue(undefined);
  const onClose = vi.fn();
  const look = vi.fn().mockResolvedValue("It takes the result.");
  function Act() {
    const preview = useQuery({
      queryKey: ["admin", "preview"],
      queryFn: look,
      initialData: "It takes the result.",
    });
    return (
      <ActDialog
        title="Reset?"
        action="Reset"
        preview={preview}
        onSend={onSend}
        onClose={onClose}
        {...more}
      >
        {(told) => <p>{told}</p>}
      </ActDialog>
    );
  }
  renderWithApp(<Act />);
  return { onSend, onClose, look };
}

async function act(reason: string) {
  await userEvent.type(await screen.findByRole("textbox"), reason);
  await userEvent.click(screen.getByRole("button", { name: "Reset" }));
}

const keysOf = (send: ReturnType<typeof vi.fn>) =>
  send.mock.calls.map(([given]) => (given as { headers: object }).headers);

describe("ActDialog", () => {
  it("says what the act would do, sends its reason and closes", async () => {
    const { onSend, onClose } = show();
    expect(await screen.findByText("It takes the result.")).toBeVisible();
    await act(" ill ");
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    expect(onSend.mock.calls[0]?.[0]).toMatchObject({ reason: "ill" });
  });

  it("asks for nothing where there is nothing to do", async () => {
    show({ obstacle: "Nothing to bring back." });
    expect(await screen.findByText("Nothing to bring back.")).toBeVisible();
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  it("sends the same act again when no answer came", async () => {
    const { onSend } = show();
    onSend.mockRejectedValueOnce(new Unreachable());
    await act("ill");
    await userEvent.click(await screen.findByRole("button", { name: "Reset" }));
    await waitFor(() => expect(onSend).toHaveBeenCalledTimes(2));
    const [first, second] = keysOf(onSend);
    expect(second).toEqual(first);
  });

  it("sends another act after a refusal, and looks again at what it would do", async () => {
    const { onSend, onClose, look } = show();
    onSend.mockRejectedValueOnce(new TypeError("refused"));
    await act("ill");
    expect(await screen.findByRole("alert")).toBeVisible();
    expect(onClose).not.toHaveBeenCalled();
    expect(look).toHaveBeenCalledTimes(2);
    await userEvent.click(screen.getByRole("button", { name: "Reset" }));
    await waitFor(() => expect(onSend).toHaveBeenCalledTimes(2));
    const [first, second] = keysOf(onSend);
    expect(second).not.toEqual(first);
  });
});
