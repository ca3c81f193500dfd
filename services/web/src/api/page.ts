/** What core wrote into the page that holds us; see core's `front/pages`. */
function readMeta(name: string): string {
  const content = document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
  // In development nobody fills the page in: the profiler is then behind the same address.
  return content.startsWith("__") ? "" : content;
}

export const cspNonce = readMeta("csp-nonce");
export const profilerUrl = readMeta("profiler-url") || location.origin;
const loginCookie = readMeta("login-cookie");

/** Whether this browser holds a login, so that asking for a token is worth a request. */
export function mayBeLoggedIn(): boolean {
  return loginCookie === "" || document.cookie.split("; ").includes(`${loginCookie}=1`);
}
