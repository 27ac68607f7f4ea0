import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  /** Outside of Next, "server-only" throws. The `react-server` condition would silence it too, but takes React's hooks away. */
  resolve: { alias: { "server-only": fileURLToPath(new URL("node_modules/server-only/empty.js", import.meta.url)) } },
  test: {
    environment: "node",
    include: ["{lib,bin,components,app}/**/*.test.{ts,tsx}", "e2e/lab/**/*.test.ts"],
    testTimeout: 15_000,
    hookTimeout: 15_000,
    // Where others wait for the verdict, properties draw the same examples each time, and what hangs on time alone may try again.
    retry: process.env["CI"] ? 1 : 0,
    setupFiles: process.env["CI"] ? ["bin/project/same-examples.ts"] : [],
  },
});
