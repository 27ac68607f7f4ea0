/**
 * Keeps package-lock.json complete for every platform. A registry that lacks some platform's binary lets `npm install` leave it
 * out of the lock file, and from then on `npm ci` refuses the lock file wherever the binary does exist.
 *
 * `node bin/project/lock.ts` names what is missing and exits 1; with `--write` it adds the entries.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { completeLock, type Lock, missingFrom, type Platform } from "./platforms.ts";

const file = new URL("../../package-lock.json", import.meta.url);
const lock: Lock = JSON.parse(readFileSync(file, "utf8"));
const missing = missingFrom(lock);

if (missing.length === 0) {
  console.log("package-lock.json is complete for every platform.");
} else if (process.argv.includes("--write")) {
  writeFileSync(file, `${JSON.stringify(completeLock(lock, platformInRegistry), null, 2)}\n`);
  console.log(`Added ${missing.length} entries to package-lock.json.`);
} else {
  console.error(
    `package-lock.json lacks ${missing.length} entries of other platforms, so \`npm ci\` would fail there:`,
  );
  for (const { name, version } of missing) console.error(`  ${name}@${version}`);
  console.error("Run `node bin/project/lock.ts --write`.");
  process.exitCode = 1;
}

function platformInRegistry(name: string, version: string): Platform | undefined {
  try {
    const answer = execFileSync("npm", ["view", `${name}@${version}`, "os", "cpu", "libc", "--json"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const found: Platform = answer.trim() === "" ? {} : JSON.parse(answer);
    return found.os && found.cpu ? found : undefined;
  } catch {
    return undefined;
  }
}
