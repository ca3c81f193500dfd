import { useBlocker } from "@tanstack/react-router";

/** Ask, in the words given, before a page is left on which something is written that no service
 * knows yet. */
export function useLeaveWarning(isUnsaved: boolean, question: string): void {
  useBlocker({
    shouldBlockFn: () => isUnsaved && !confirm(question),
    enableBeforeUnload: isUnsaved,
    disabled: !isUnsaved,
  });
}
