/**
 * Keeps the README's picture of the architecture the same as the layer table: exits 1 when they differ; `--write` prints it anew.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Layer, layers } from "./layers.ts";
import { picture } from "./picture.ts";

const file = new URL("../../README.md", import.meta.url);
const begin = "<!-- layers: printed by `npm run readme` -->\n";
const end = "<!-- /layers -->";

const text = readFileSync(file, "utf8");
const from = text.indexOf(begin) + begin.length;
const to = text.indexOf(end);
if (from < begin.length || to < from)
  throw new Error(`README.md has lost its place for the picture: ${begin.trim()} and ${end}`);
const wanted = `${text.slice(0, from)}\n${picture(drawn())}\n${text.slice(to)}`;

if (wanted === text) {
  console.log("README.md shows the layer table as it is.");
} else if (process.argv.includes("--write")) {
  writeFileSync(file, wanted);
  console.log("Printed the layer table to README.md.");
} else {
  console.error("README.md shows another layer table than bin/project/layers.ts. Run `npm run readme`.");
  process.exitCode = 1;
}

/** The layers that have a folder already: the table also says where the next ones go. */
function drawn(): Layer[] {
  const exists = (folder: string) => existsSync(new URL(`../../${folder}`, import.meta.url));
  return layers
    .filter(({ folder }) => exists(folder))
    .map((layer) => ({
      ...layer,
      mayImport: layer.mayImport === "anything" ? layer.mayImport : layer.mayImport.filter(exists),
    }));
}
