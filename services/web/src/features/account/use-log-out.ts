import { useMutation } from "@tanstack/react-query";

import { logOut } from "@/api/session";

/** Log out here, or on every device; the frame then shows the login page. */
export function useLogOut(everywhere = false) {
  return useMutation({ mutationFn: () => logOut(everywhere) });
}
