import "@testing-library/jest-dom/vitest";
import "fake-indexeddb/auto";
import "vitest-axe/extend-expect";

import { cleanup } from "@testing-library/react";
import { afterEach, beforeAll, expect, vi } from "vitest";
import * as axeMatchers from "vitest-axe/matchers";

import common from "@/components/en.json";
import { registerStrings } from "@/lib/i18n";

expect.extend(axeMatchers);
registerStrings("common", common);

beforeAll(() => {
  // What jsdom lacks and Mantine asks for.
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }));
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
});

Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });

afterEach(cleanup);
