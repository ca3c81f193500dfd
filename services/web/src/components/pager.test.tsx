import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { renderWithApp } from "@/testing/render";

import { Pager, readCursor } from "./pager";

describe("readCursor", () => {
  it.each([
    ["/api/v1/admin/students?limit=25&cursor=nAbc_-1", "nAbc_-1"],
    ["/api/v1/admin/students?limit=25", undefined],
    ["/api/v1/admin/students", undefined],
    [null, undefined],
  ])("finds the cursor of %s", (address, cursor) => {
    expect(readCursor(address)).toBe(cursor);
  });
});

describe("Pager", () => {
  it("goes to the older page and refuses where there is none", async () => {
    const go = vi.fn();
    renderWithApp(<Pager page={{ next: "/x?cursor=n7", previous: null }} onGo={go} />);
    expect(screen.getByRole("button", { name: "Newer" })).toBeDisabled();
    await userEvent.click(screen.getByRole("button", { name: "Older" }));
    expect(go).toHaveBeenCalledWith("n7");
  });

  it("shows nothing for a single page", () => {
    renderWithApp(<Pager page={{ next: null, previous: null }} onGo={() => undefined} />);
    expect(screen.queryByRole("navigation")).toBeNull();
  });
});
