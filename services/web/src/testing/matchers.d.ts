import "vitest";
import type { AxeMatchers } from "vitest-axe/matchers";

// vitest-axe tells its matcher to an older vitest only.
declare module "vitest" {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface Assertion extends AxeMatchers {}
}
