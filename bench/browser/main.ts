import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { findChromium } from "../../e2e/chromium.ts";
import { start } from "../../e2e/server.ts";
import type { Snapshot } from "../../lib/snapshot/snapshot.ts";
import { graphOf, measureNeighbour, neighbours, openNeighbours } from "./neighbours.ts";
import { measureOurs } from "./ours.ts";

const { values } = parseArgs({
  options: {
    /** Branches: 20 to a node. */
    sizes: { type: "string", default: "100,1000,10000,100000" },
    /** The largest size at which the neighbours are tried. */
    neighbours: { type: "string", default: "10000" },
  },
});

/** Figures as JSON, one object per line: they are for comparing within one run, not between machines. */
const tell = (figures: object) => process.stdout.write(`${JSON.stringify(figures)}\n`);

const executablePath = findChromium();
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: ["--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
});
const others = await openNeighbours();
try {
  for (const size of values.sizes.split(",").map(Number)) await measure(size);
} finally {
  others.close();
  await browser.close();
}

async function measure(branches: number): Promise<void> {
  const nodes = Math.max(5, branches / 20);
  const server = start(["--demo", "--nodes", String(nodes), "--port", "0"]);
  try {
    const url = await server.url;
    const cluster = `scaled-${nodes}`;
    const snapshot = await wholeSnapshot(`${url}/api/clusters/${cluster}/snapshot`);
    const ours = await measureOurs(browser, `${url}/clusters/${cluster}`);
    tell({ bench: "browser", who: "trunkscope", branches, nodes, ...ours });
    if (branches === 100) {
      const { runs, lcpMs, wholeMs, scriptKilobytes } = await measureOurs(browser, `${url}/clusters/living`);
      tell({ bench: "browser", who: "trunkscope", cluster: "living", lcpMs, wholeMs, scriptKilobytes, runs });
    }
    if (branches > Number(values.neighbours)) return;
    others.give(graphOf(snapshot));
    for (const name of neighbours) {
      const theirs = await measureNeighbour(browser, others.url(name));
      tell({
        bench: "browser",
        who: name,
        branches,
        ...theirs,
        timesAsLong: theirs.wholeMs === null ? null : Math.round((theirs.wholeMs / ours.wholeMs) * 10) / 10,
      });
    }
  } finally {
    await server.stop();
  }
}

/** Also waits until a cluster of this size has been made. */
async function wholeSnapshot(url: string): Promise<Snapshot> {
  for (;;) {
    const response = await fetch(url);
    if (response.ok) return (await response.json()) as Snapshot;
    if (response.status !== 503) throw new Error(`${url} answers ${response.status}`);
  }
}
