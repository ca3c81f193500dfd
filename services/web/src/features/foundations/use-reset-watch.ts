import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { ProblemError } from "@/api/problem";

/** When core says that profiling is open again (a reset elsewhere), ask it anew where to go. */
export function useResetWatch(error: unknown): void {
  const queryClient = useQueryClient();
  const isReset = error instanceof ProblemError && error.code === "profiling-incomplete";
  useEffect(() => {
    if (isReset) void queryClient.invalidateQueries({ queryKey: ["me"] });
  }, [isReset, queryClient]);
}
