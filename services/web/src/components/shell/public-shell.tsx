import { Outlet } from "@tanstack/react-router";

import { Frame } from "./frame";

/** Without navigation: there is one thing to do here. */
export function PublicShell() {
  return (
    <Frame>
      <Outlet />
    </Frame>
  );
}
