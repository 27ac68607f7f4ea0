import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { compared, instanceId, observed, seed, viewOf } from "../../lib/host/host.fixture.ts";
import type { NodeView } from "../../lib/host/node-view.ts";
import { comparer } from "./compare-given.ts";
import type { Given, HostTask } from "./given.ts";

const node = compared(seed.observation, [], seed.instance).comparison.node;
let keys = 0;
const give = (content: string | Uint8Array<ArrayBuffer>, name = "pasted"): Given => ({
  key: ++keys,
  name,
  content: new Blob([content]),
});
const taskOf = (given: readonly Given[], more: Partial<HostTask> = {}): HostTask => ({
  turn: 1,
  node,
  pod: "pod/default/aws-cli",
  known: [],
  given,
  ...more,
});
const compare = (given: readonly Given[], more?: Partial<HostTask>) => comparer()(taskOf(given, more));

/** A tar archive of one file. */
function tarOf(path: string, text: string): Uint8Array<ArrayBuffer> {
  const content = new TextEncoder().encode(text);
  const bytes = new Uint8Array(512 + Math.ceil(content.length / 512) * 512 + 1024);
  const put = (at: number, field: string) => bytes.set(new TextEncoder().encode(field), at);
  put(0, path);
  put(124, `${content.length.toString(8).padStart(11, "0")}\0`);
  put(148, "        ");
  put(156, "0");
  put(257, "ustar\u000000");
  const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  bytes.set(content, 512);
  return bytes;
}

describe("what is given to the page", () => {
  test("two pasted texts confirm the links, routes and tables of the published pod", async () => {
    const { view, reports } = await compare([give(seed.addresses.text), give(seed.routes.text)]);
    const hops = view.paths[0]?.hops.map(({ name, verdict }) => [name, verdict]);
    expect(Object.fromEntries(hops ?? [])).toMatchObject({
      "host-veth": "confirmed",
      "route-table": "confirmed",
      "vlan-device": "confirmed",
      "trunk-device": "confirmed",
    });
    expect(reports.map(({ isUsed, parts }) => [isUsed, parts.map(({ what, count }) => `${what} ${count}`)])).toEqual([
      [true, ["ip-link 5"]],
      [true, ["ip-route 40"]],
    ]);
  });

  test("a support bundle is unpacked, packed or not", async () => {
    const tar = tarOf("networking/iproute.txt", seed.routes.text);
    for (const content of [tar, new Uint8Array(gzipSync(tar))]) {
      const { view, reports } = await compare([give(content, "eks_i-01.tar.gz")]);
      expect(reports[0]?.bundle).toEqual({ passedOver: 0, troubles: [] });
      expect(view.paths[0]?.hops.find(({ name }) => name === "route-table")?.verdict).toBe("confirmed");
    }
  });

  test("a bundle that breaks off says so, and what came before counts", async () => {
    const packed = new Uint8Array(gzipSync(tarOf("networking/iproute.txt", seed.routes.text)));
    const { reports } = await compare([give(packed.slice(0, packed.length - 20), "eks.tar.gz")]);
    expect(reports[0]?.bundle?.troubles.map(({ code }) => code)).toContain("cannot-unpack");
  });

  test("what is empty or no text is said to be so, and claims nothing", async () => {
    const picture = readFileSync(join(import.meta.dirname, "../../docs/dark.png"));
    const { reports, view } = await compare([give(""), give(new Uint8Array(picture), "dark.png")]);
    expect(reports.map(({ problem, isUsed }) => [problem, isUsed])).toEqual([
      ["empty", false],
      ["binary", false],
    ]);
    const verdicts = view.paths.flatMap(({ hops }) => hops.map(({ verdict }) => verdict));
    expect(new Set(verdicts)).toEqual(new Set([null, "not-observed"]));
  });

  test("what cannot be read is told", async () => {
    const broken = { slice: () => ({ arrayBuffer: () => Promise.reject(new Error("NotReadableError")) }) };
    const { reports } = await compare([{ key: ++keys, name: "folder", content: broken as unknown as Blob }]);
    expect(reports[0]?.problem).toBe("unreadable");
  });

  test("lines that are not understood are given back with their number", async () => {
    const { reports } = await compare([give(`${seed.addresses.text}\nwhat is this line\n`)]);
    expect(reports[0]?.notUnderstood.map(({ text }) => text)).toEqual(["what is this line"]);
  });

  test("output of another node is recognised and not compared", async () => {
    const other = viewOf(observed()) as NodeView;
    const known = [
      { kind: "trunk", id: "eni-01f7b73cf13962fe5", mac: node.trunk?.mac, instanceId: seed.instance },
    ] as HostTask["known"];
    const { reports, view } = await compare([give(seed.addresses.text)], { node: other, pod: null, known });
    expect(other.id).toBe(instanceId);
    expect(reports[0]).toMatchObject({ isUsed: false, identified: { id: seed.instance, by: "mac" } });
    expect(view.surplus).toEqual([]);
  });

  test("what is taken away again no longer counts", async () => {
    const given = give(seed.addresses.text);
    const one = comparer();
    await one(taskOf([given]));
    const { view, reports } = await one(taskOf([]));
    expect(reports).toEqual([]);
    expect(view.paths[0]?.hops.every(({ verdict }) => verdict === null || verdict === "not-observed")).toBe(true);
  });
});
