import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "@playwright/test";
import { build } from "vite";
import type { Snapshot } from "../../lib/snapshot/snapshot.ts";
import type { Resource } from "../../lib/topology/resources.ts";
import { framesDuring } from "./frames.ts";
import type { Graph } from "./neighbours/graph.ts";
import { pan } from "./ours.ts";
import { visit } from "./visit.ts";

export const neighbours = ["plain", "elk"] as const;
export type Neighbour = (typeof neighbours)[number];

const folder = fileURLToPath(new URL("./neighbours", import.meta.url));
const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** Builds the neighbours' pages once and serves them with the graph they are given. */
export async function openNeighbours() {
  const built = mkdtempSync(join(tmpdir(), "trunkscope-neighbours-"));
  await build({
    root: folder,
    logLevel: "error",
    configFile: false,
    build: {
      outDir: built,
      target: "esnext",
      rollupOptions: { input: neighbours.map((name) => join(folder, `${name}.html`)) },
    },
  });
  let graph = "";
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (path === "/graph.json") return response.end(graph);
    try {
      const body = readFileSync(join(built, path.replaceAll("..", "")));
      response.setHeader("Content-Type", types[extname(path)] ?? "application/octet-stream");
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    give: (given: Graph) => {
      graph = JSON.stringify(given);
    },
    url: (name: Neighbour) => `http://127.0.0.1:${port}/${name}.html`,
    close() {
      server.close();
      rmSync(built, { recursive: true });
    },
  };
}

/** The same resources and links as in our diagram, one node and one edge each. */
export function graphOf({ resources }: Snapshot): Graph {
  const drawn = resources.filter(({ kind }) => parents[kind] !== undefined);
  const known = new Set(drawn.map(({ id }) => id));
  return {
    nodes: drawn.map((resource) => ({ id: resource.id, label: resource.kind === "pod" ? resource.name : resource.id })),
    edges: drawn.flatMap((resource) =>
      (parents[resource.kind]?.(resource) ?? []).flatMap((source) =>
        source !== null && known.has(source) ? [{ source, target: resource.id }] : [],
      ),
    ),
  };
}

const parents: { readonly [kind: string]: (resource: Resource) => readonly (string | null)[] } = {
  instance: () => [],
  interface: (eni) => (eni.kind === "interface" ? [eni.instanceId] : []),
  trunk: (eni) => (eni.kind === "trunk" ? [eni.instanceId] : []),
  branch: (eni) => (eni.kind === "branch" ? [eni.trunkId] : []),
  pod: (pod) => (pod.kind === "pod" ? (pod.branchIds.length > 0 ? pod.branchIds : [pod.interfaceId]) : []),
};

/** How long a neighbour may take until it shows anything. */
const patienceMs = 60_000;

export async function measureNeighbour(browser: Browser, url: string) {
  const { page, seen, heapMegabytes, close } = await visit(browser, url);
  try {
    await page.waitForFunction(() => window.seen?.measures.some(({ name }) => name === "trunkscope.whole"), undefined, {
      timeout: patienceMs,
    });
    const { measures, longTasks } = await seen();
    const drawn = Math.round(measures.find(({ name }) => name === "trunkscope.whole")?.ms ?? Number.NaN);
    const panned = await Promise.race([
      framesDuring(page, () => pan(page)),
      new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null)),
    ]);
    if (panned === null)
      return { wholeMs: drawn, longestTaskMs: Math.max(0, ...longTasks), pan: `none within ${patienceMs / 1000} s` };
    return {
      wholeMs: drawn,
      longestTaskMs: Math.max(0, ...longTasks),
      pan: panned,
      heapMegabytes: await heapMegabytes(),
    };
  } catch {
    return { wholeMs: null, gaveUpAfterMs: patienceMs };
  } finally {
    await close();
  }
}
