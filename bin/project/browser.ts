/** Makes sure that the browser tests have a Chromium: one that is there, else Debian's as root, else Playwright's own. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findChromium } from "../../e2e/chromium.ts";

const found = findChromium();
if (found === undefined) {
  const isDebian = existsSync("/usr/bin/apt-get") && process.getuid?.() === 0;
  const installed = isDebian ? installFromDebian() : runs("playwright", "install", "chromium");
  if (!installed || findChromium() === undefined) {
    console.error(
      "No Chromium for the browser tests. Install one, or name it: CHROMIUM_PATH=/path/to/chromium npm test",
    );
    process.exitCode = 1;
  }
}

function installFromDebian(): boolean {
  console.log("Installing Chromium from Debian's packages ...");
  const apt = ["-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"];
  return (
    runs("apt-get", ...apt, "update") && runs("apt-get", ...apt, "install", "-y", "--no-install-recommends", "chromium")
  );
}

function runs(command: string, ...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"], env }).status === 0;
}
