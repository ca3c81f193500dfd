const MAX_LENGTH = 2000;
const MAX_DECODINGS = 3;

/**
 * The page to go to after the login, or nothing. Only a path of our own origin passes, because
 * whoever writes the link to the login page writes this as well. What would become another site
 * after decoding, as a proxy may do, is refused too; so is the login itself, which would go round.
 */
export function safeNext(value: unknown, origin: string = location.origin): string | undefined {
  if (typeof value !== "string" || value.length > MAX_LENGTH) return undefined;
  const spellings = decodings(value);
  if (spellings === null || !spellings.every((one) => isOwnPath(one, origin))) return undefined;
  const { pathname, search, hash } = new URL(value, origin);
  if (pathname === "/" || pathname.toLowerCase().startsWith("/login")) return undefined;
  return pathname + search + hash;
}

function isOwnPath(value: string, origin: string): boolean {
  if (!/^\/(?![/\\])/.test(value) || hasControl(value)) return false;
  const path = value.split(/[?#]/, 1)[0] ?? "";
  if (path.includes("\\") || path.includes("//")) return false;
  try {
    const url = new URL(value, origin);
    return url.origin === origin && !url.pathname.startsWith("//");
  } catch {
    return false;
  }
}

function hasControl(value: string): boolean {
  return Array.from(value).some((sign) => sign < " " || sign === "\u007f");
}

/** The value and what decoding makes of it; null for what cannot be decoded. */
function decodings(value: string): string[] | null {
  const found = [value];
  for (let round = 0; round < MAX_DECODINGS; round++) {
    try {
      found.push(decodeURIComponent(found[round] ?? ""));
    } catch {
      // A lone percent sign in what was decoded already says nothing more.
      return round === 0 ? null : found;
    }
  }
  return found;
}
