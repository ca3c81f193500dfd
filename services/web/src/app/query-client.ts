import { QueryClient } from "@tanstack/react-query";

import { isPassing } from "@/api/problem";

/** Server state. Offline is an ordinary failure here, so that a page can say it. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: "always",
      staleTime: 30_000,
      retry: (failures, error) => failures < 2 && isPassing(error),
      retryDelay: (failures) => Math.min(1000 * 2 ** failures, 8000),
      refetchOnReconnect: "always",
    },
    mutations: { networkMode: "always", retry: false },
  },
});
