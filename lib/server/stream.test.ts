import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStream } from "./stream.ts";
import { scriptedCluster } from "./testing/port.ts";

const limits = { total: 4, perCluster: 3, pendingBytes: 200_000, beatMs: 60_000 };
let streams: { open: number };
let cluster: ReturnType<typeof scriptedCluster>;
let server: Server;
let readers: IncomingMessage[];

beforeEach(async () => {
  cluster = scriptedCluster();
  const own = { open: 0 };
  streams = own;
  readers = [];
  server = createServer((request, response) => {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const id = request.headers["last-event-id"];
    const since = typeof id === "string" ? Number(id) : null;
    const stream = openStream({ cluster: cluster.port, streams: own, since, signal: gone.signal, limits });
    if (!stream) return void response.writeHead(503).end();
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    pipeline(Readable.fromWeb(stream as never), response).catch(() => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(() => {
  for (const reader of readers) reader.destroy();
  server.closeAllConnections();
  server.close();
});

function open(lastEventId?: number): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const headers = lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) };
  return new Promise((resolve, reject) => {
    get({ port, host: "127.0.0.1", headers, agent: false }, (response) => {
      readers.push(response);
      resolve(response);
    }).on("error", reject);
  });
}

/** Reads on until the text so far holds. */
async function readUntil(reader: IncomingMessage, holds: (text: string) => boolean): Promise<string> {
  let text = "";
  for await (const chunk of reader.iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (holds(text)) return text;
  }
  throw new Error(`the stream ended: ${text.slice(-200)}`);
}

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};
const idsIn = (text: string) => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

describe("the event stream", () => {
  test("greets, then sends each patch with the revision it leads to", async () => {
    const reader = await open();
    await readUntil(reader, (text) => text.includes("event: hello"));
    cluster.say();
    cluster.say();
    const text = await readUntil(reader, (text) => text.includes("id: 102"));
    expect(idsIn(text)).toEqual([101, 102]);
    expect(text).toContain("event: patch\ndata: ");
  });

  test("goes on where a reader left off", async () => {
    for (let count = 0; count < 4; count++) cluster.say();
    const text = await readUntil(await open(101), (text) => text.includes("id: 104"));
    expect(idsIn(text)).toEqual([102, 103, 104]);
    expect(text).not.toContain("event: reset");
  });

  test("tells a reader who was away too long, or comes from another life, to start anew", async () => {
    for (let count = 0; count < 8; count++) cluster.say();
    for (const revision of [101, 5, 999]) {
      const text = await readUntil(await open(revision), (text) => text.includes("event: reset"));
      expect(idsIn(text)).toEqual([]);
    }
  });

  test("says nothing to a reader who is up to date", async () => {
    const reader = await open(100);
    const text = await readUntil(reader, (text) => text.includes("event: hello"));
    expect(text).not.toContain("reset");
  });

  test("drops what a slow reader did not fetch, resets it, and goes on from there", async () => {
    const reader = await open();
    await readUntil(reader, (text) => text.includes("event: hello"));
    reader.pause();
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
    for (let count = 0; count < 2000; count++) {
      cluster.say(50_000);
      if (count % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const after = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
    // 100 MB were said.
    expect(after - before).toBeLessThan(60_000_000);
    reader.resume();
    await readUntil(reader, (text) => text.includes("event: reset"));
    cluster.say();
    const revision = cluster.port.revision;
    await readUntil(reader, (text) => text.includes(`id: ${revision}\n`));
  });

  test("takes no more readers than it may, and a new one when one has left", async () => {
    const [first] = [await open(), await open(), await open()];
    expect((await open()).statusCode).toBe(503);
    expect(streams.open).toBe(3);
    first?.destroy();
    await until(() => streams.open === 2);
    expect(cluster.port.subscribers).toBe(2);
    expect((await open()).statusCode).toBe(200);
  });

  test("leaves nothing behind when readers go", async () => {
    for (let round = 0; round < 10; round++) {
      const reader = await open();
      cluster.say();
      reader.destroy();
      await until(() => streams.open === 0);
    }
    expect(cluster.port.subscribers).toBe(0);
  });
});
