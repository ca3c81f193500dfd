import { MantineProvider } from "@mantine/core";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { cspNonce } from "@/api/page";
import { meQuery } from "@/api/queries";
import { onSession } from "@/api/session";

import { queryClient } from "./query-client";
import { router } from "./router";
import { resolveVariables, theme } from "./theme";

export function App() {
  const isSomebodyElse = useSomebodyElse();
  if (isSomebodyElse) return null;
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveVariables}
      defaultColorScheme="auto"
      {...(cspNonce ? { getStyleNonce: () => cspNonce } : {})}
    >
      <QueryClientProvider client={queryClient}>
        <FollowSession />
        <FollowNext />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

/** Another account logged in in another tab. Nothing that was shown or typed here may pass to it:
 * the pages go first, and with them what asks whether one wants to leave; then all begins anew. */
function useSomebodyElse(): boolean {
  const [isSomebodyElse, setSomebodyElse] = useState(false);
  useEffect(() => onSession((event) => event === "changed" && setSomebodyElse(true)), []);
  useEffect(() => {
    if (isSomebodyElse) location.replace("/");
  }, [isSomebodyElse]);
  return isSomebodyElse;
}

/** When the login is over, here or in another tab, forget what belonged to it. */
function FollowSession() {
  useEffect(
    () =>
      onSession((event) => {
        if (event === "changed") return;
        queryClient.clear();
        if (event === "erased") {
          void router.navigate({ to: "/login", search: { note: "account-erased" } });
          return;
        }
        const here = router.state.location.href;
        const next = event === "ended" && here !== "/" ? { next: here } : {};
        void router.navigate({ to: "/login", search: { ended: true, ...next } });
      }),
    [],
  );
  return null;
}

/** When core sends the person elsewhere than before, let every guard look again. */
function FollowNext() {
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  const step = me?.next.step;
  useEffect(() => {
    if (step) void router.invalidate();
  }, [step]);
  return null;
}
