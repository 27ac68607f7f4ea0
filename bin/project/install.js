import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./process.js";

/** Installs the packages of the lock file unless they are there already; yields whether the project can run. */
export async function install() {
  if (!isInstalled()) {
    console.log("Installing packages with npm ci ...");
    const args = ["ci", "--no-audit", "--no-fund"];
    if (!(await run("npm", args)) && !(await run("npm", args))) return false;
  }
  if (isRecent(versionOf(join(root, "node_modules", ".bin", "node")) ?? process.version)) return true;
  console.error(
    `Trunkscope needs Node 22.19 or later. npm did not run the install script of the package "node", which brings it, and this one is ${process.version}. Run "npm rebuild node", or put a newer Node on the PATH.`,
  );
  return false;
}

/** npm keeps what it installed in node_modules/.package-lock.json; packages of other platforms are missing there. */
function isInstalled() {
  const wanted = read("package-lock.json");
  const found = read("node_modules", ".package-lock.json");
  if (!wanted || !found) return false;
  const isCurrent = ([path, entry]) =>
    path === "" || (found.packages[path] ? found.packages[path].version === entry.version : entry.optional === true);
  return Object.entries(wanted.packages).every(isCurrent);
}

function read(...path) {
  const file = join(root, ...path);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

function versionOf(node) {
  try {
    return execFileSync(node, ["--version"], { encoding: "utf8" });
  } catch {
    return null;
  }
}

function isRecent(version) {
  const [major = 0, minor = 0] = version.replace("v", "").split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 19);
}
