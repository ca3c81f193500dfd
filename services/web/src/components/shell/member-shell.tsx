import { Outlet } from "@tanstack/react-router";

import { AccountMenu } from "./account-menu";
import { Frame } from "./frame";

/** Somebody is logged in, of whatever role. */
export function MemberShell() {
  return (
    <Frame bar={<AccountMenu />}>
      <Outlet />
    </Frame>
  );
}
