import { fileURLToPath } from "node:url";
import { defineConfig, devices } from "@playwright/test";
import { findChromium } from "./chromium.ts";

const port = Number(process.env["E2E_PORT"] ?? 3199);
const executablePath = findChromium();

/** Runs against the production build; `npm run e2e` builds it when it is out of date. */
export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "../test-results/e2e",
  workers: 2,
  retries: process.env["CI"] ? 1 : 0,
  timeout: 30_000,
  forbidOnly: Boolean(process.env["CI"]),
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    trace: "retain-on-failure",
    launchOptions: {
      args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
      ...(executablePath ? { executablePath } : {}),
    },
  },
  projects: [{ name: "desktop", use: { ...devices["Desktop Chrome"], viewport: { width: 1440, height: 900 } } }],
  webServer: {
    command: `bin/trunkscope serve --demo --port ${port}`,
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    env: {
      TRUNKSCOPE_CONFIG: fileURLToPath(new URL("trunkscope.yaml", import.meta.url)),
      TRUNKSCOPE_RECORDINGS: fileURLToPath(new URL("recordings", import.meta.url)),
    },
    url: `http://127.0.0.1:${port}/api/health`,
    reuseExistingServer: false,
    timeout: 60_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
  },
});
