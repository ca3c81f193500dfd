import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { renderWithApp } from "@/testing/render";

import { AccountActions } from "./account-actions";
import { STUDENT } from "./samples";
import type { AccountStatus } from "./search";
import "./strings";

describe("AccountActions", () => {
  it.each<[AccountStatus, string[]]>([
    ["invited", ["Make a new invitation", "Deactivate"]],
    ["active", ["Deactivate"]],
    ["suspended", ["Deactivate"]],
    ["deactivated", ["Activate"]],
  ])("offers what the state allows: %s", (status, names) => {
    renderWithApp(<AccountActions student={{ ...STUDENT, status }} />);
    expect(screen.getAllByRole("button").map((button) => button.textContent)).toEqual(names);
  });
});
