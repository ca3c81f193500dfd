import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const CORE = process.env.CORE_URL ?? "http://127.0.0.1:8000";
const PROFILER = process.env.PROFILER_URL ?? "http://127.0.0.1:8001";

/** Core and the profiler answer only the page that core itself serves: be that page for them. */
function toService(target: string) {
  return { target, changeOrigin: true, headers: { origin: CORE } };
}

export default defineConfig(({ command }) => ({
  // Core serves the built files under its static address; development serves from the root.
  base: command === "build" ? "/static/web/" : "/",
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    port: Number(process.env.WEB_PORT ?? 5173),
    strictPort: true,
    host: "127.0.0.1",
    proxy: {
      "/api/v1/profiling": toService(PROFILER),
      "/api": toService(CORE),
      "/problems": toService(CORE),
      "/django-admin": toService(CORE),
      "/static": toService(CORE),
    },
  },
  build: {
    target: "es2022",
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    assetsInlineLimit: 0,
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    css: false,
    restoreMocks: true,
  },
}));
