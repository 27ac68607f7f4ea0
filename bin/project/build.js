import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./process.js";

const inputs = [
  "app",
  "components",
  "lib",
  "next.config.js",
  "postcss.config.js",
  "tsconfig.json",
  "package-lock.json",
];
const note = join(root, ".next", "built-from");

/** Whether the last `next build` was made from other files than the present ones. */
export function needsBuild() {
  return !existsSync(note) || readFileSync(note, "utf8") !== fingerprint();
}

export function noteBuild() {
  writeFileSync(note, fingerprint());
}

function fingerprint() {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap((input) => filesOf(join(root, input)))) {
    hash.update(file.slice(root.length)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)))
    .filter((file) => !/\.test\.tsx?$/.test(file));
}
