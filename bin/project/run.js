/**
 * Runs the project's tasks (`npm run NAME`). Plain JavaScript that Node 18 can run: in a fresh clone it starts before anything
 * is installed; everything after `install` runs on the project's own Node.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { needsBuild, noteBuild } from "./build.js";
import { install } from "./install.js";
import { root, run } from "./process.js";
import { clearReports, printTotals, reports } from "./totals.js";

const tasks = {
  demo: async (args) => (await ready()) && (await serve(["--demo", ...args])),
  start: async (args) => (await ready()) && (await serve(args)),
  dev: async (args) => (await install()) && (await serve(["--demo", "--dev", ...args])),
  build: async () => await ready(),
  check: async () => (await install()) && (await check()),
  e2e: async (args) => (await ready()) && (await browserTests(args)),
  bench: async (args) => (await install()) && (await script("bench/main.ts", args)),
  "bench:browser": async (args) =>
    (await ready()) && (await run("node", ["bin/project/browser.ts"])) && (await script("bench/browser/main.ts", args)),
  pictures: async () => (await ready()) && (await script("e2e/pictures.ts", [])),
  stories: async () => (await install()) && (await script("bin/project/stories.ts", [])),
  lab: async (args) => (await install()) && (await script("e2e/lab/main.ts", args)),
  test,
};

/** Every test, whatever failed before; the last line is the sum of both runners. */
async function test() {
  clearReports();
  if (!(await install())) return false;
  const checked = await check();
  const browsed = (await build()) && (await browserTests([]));
  const counted = printTotals();
  return checked && browsed && counted;
}

const folders = ["app", "bench", "bin", "components", "e2e", "lib"].filter((folder) => existsSync(join(root, folder)));

const checks = {
  "format and lint": ["biome", "check", "--error-on-warnings"],
  types: ["node", "node_modules/typescript/bin/tsc", "--noEmit"],
  architecture: [
    "node",
    "--import=./bin/project/typescript-6.js",
    "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
    ...folders,
  ],
  "dead code": ["knip"],
  "lock file": ["node", "bin/project/lock.ts"],
  readme: ["node", "bin/project/readme.ts"],
  "unit tests": ["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${reports.unit}`],
};

/** Runs every check, whatever became of the ones before, and says at the end which failed. */
async function check() {
  const failed = [];
  if (folders.includes("app")) await run("next", ["typegen"]);
  for (const [name, [command, ...args]] of Object.entries(checks)) {
    console.log(`\n> ${name}`);
    if (!(await run(command, args))) failed.push(name);
  }
  console.log(failed.length === 0 ? "\nEvery check passed." : `\nChecks that failed: ${failed.join(", ")}.`);
  return failed.length === 0;
}

async function ready() {
  return (await install()) && (await build());
}

async function build() {
  if (!needsBuild()) return true;
  const built = await run("next", ["build"]);
  if (built) noteBuild();
  return built;
}

async function browserTests(args) {
  return (
    (await run("node", ["bin/project/browser.ts"])) &&
    (await run("playwright", ["test", "--config=e2e/playwright.config.ts", "--reporter=list,json", ...args], {
      PLAYWRIGHT_JSON_OUTPUT_FILE: reports.e2e,
    }))
  );
}

function script(file, args) {
  return run("node", ["--disable-warning=ExperimentalWarning", file, ...args]);
}

function serve(args) {
  return run("bin/trunkscope", ["serve", ...args]);
}

const [name = "", ...args] = process.argv.slice(2);
const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
if (task) {
  process.exitCode = (await task(args)) ? 0 : 1;
} else {
  console.error(`No such task: ${name || "(none)"}. There are: ${Object.keys(tasks).join(", ")}.`);
  process.exitCode = 2;
}
