import { MantineProvider } from "@mantine/core";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect } from "react";

import { cspNonce } from "@/api/page";
import { meQuery } from "@/api/queries";
import { onSession } from "@/api/session";

import { queryClient } from "./query-client";
import { router } from "./router";
import { resolveVariables, theme } from "./theme";

export function App() {
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

/** When the login ends or changes, here or in another tab, forget what belonged to it. */
function FollowSession() {
  useEffect(
    () =>
      onSession((event) => {
        queryClient.clear();
        if (event === "changed") void router.invalidate();
        else void router.navigate({ to: "/login", search: { ended: true } });
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
