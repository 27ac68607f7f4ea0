import { gzipSync } from "node:zlib";
import type { Browser, CDPSession, Page } from "@playwright/test";

declare global {
  interface Window {
    seen: { longTasks: number[]; lcp: number; measures: { name: string; start: number; ms: number }[] };
  }
}

/** A page of its own, with everything the browser says of its speed written down. */
export interface Visit {
  readonly page: Page;
  readonly session: CDPSession;
  /** Bytes over the wire by the end of the path. */
  bytesOf(end: string): number;
  /** Of all scripts so far, compressed as gzip. */
  scriptKilobytes(): Promise<number>;
  seen(): Promise<Window["seen"]>;
  /** Waits for a user timing of the page and returns its milliseconds. */
  measured(name: string): Promise<number>;
  heapMegabytes(): Promise<number>;
  close(): Promise<void>;
}

export async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  const paths = new Map<string, string>();
  const bytes = new Map<string, number>();
  const scripts: Promise<Buffer>[] = [];
  session.on("Network.responseReceived", ({ requestId, response }) =>
    paths.set(requestId, new URL(response.url).pathname),
  );
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const path = paths.get(requestId);
    if (path !== undefined) bytes.set(path, encodedDataLength);
  });
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.push(response.body());
  });
  await page.addInitScript(() => {
    const seen: Window["seen"] = { longTasks: [], lcp: 0, measures: [] };
    window.seen = seen;
    const observe = (type: string, take: (entry: PerformanceEntry) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
    observe("longtask", ({ duration }) => seen.longTasks.push(Math.round(duration)));
    observe("largest-contentful-paint", ({ startTime }) => {
      seen.lcp = Math.round(startTime);
    });
    observe("measure", ({ name, startTime, duration }) =>
      seen.measures.push({ name, start: startTime, ms: Math.round(duration * 10) / 10 }),
    );
  });
  await page.goto(url);
  return {
    page,
    session,
    bytesOf: (end) => [...bytes].reduce((sum, [path, count]) => (path.endsWith(end) ? sum + count : sum), 0),
    scriptKilobytes: async () =>
      Math.round((await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body).length, 0) / 1000),
    seen: () => page.evaluate(() => window.seen),
    async measured(name) {
      const handle = await page.waitForFunction(
        (wanted) => window.seen?.measures.find((one) => one.name === wanted),
        name,
        { timeout: 120_000 },
      );
      return (await handle.jsonValue())?.ms ?? Number.NaN;
    },
    async heapMegabytes() {
      await session.send("HeapProfiler.collectGarbage");
      const { usedSize } = await session.send("Runtime.getHeapUsage");
      return Math.round(usedSize / 100_000) / 10;
    },
    close: () => context.close(),
  };
}
