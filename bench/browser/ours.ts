import type { Browser, Page } from "@playwright/test";
import { framesDuring } from "./frames.ts";
import { visit } from "./visit.ts";

/** What the table asks of the page, for one cluster. Milliseconds unless the name says otherwise. */
export async function measureOurs(browser: Browser, url: string) {
  const loading = await load(browser, url);
  const { page, measured, seen, heapMegabytes, close } = await visit(browser, url);
  await measured("trunkscope.whole");
  await page.locator(".diagram").waitFor();
  await settle(page);

  const far = await framesDuring(page, () => pan(page));
  const zooming = await framesDuring(page, () => zoom(page, -1, 60));
  await settle(page);
  const level = await page.locator(".diagram").getAttribute("data-level");
  const near = await framesDuring(page, () => pan(page));
  await select(page);
  await settle(page);
  const withEdges = await framesDuring(page, () => pan(page));
  const zoomingOut = await framesDuring(page, () => zoom(page, 1, 60));
  await page.keyboard.press("Escape");

  const patch = await measured("trunkscope.patch");
  const quiet = await framesDuring(page, () => nextPatch(page));
  const search = await searching(page);
  const { measures } = await seen();
  const figures = {
    ...loading,
    panFar: far,
    changeOfLevelIn: zooming,
    levelReached: level,
    panNear: near,
    panNearWithEdges: withEdges,
    changeOfLevelOut: zoomingOut,
    patchToPixelsMs: {
      first: patch,
      all: measures.filter(({ name }) => name === "trunkscope.patch").map(({ ms }) => ms),
    },
    framesWhilePatched: quiet,
    searchToPixelsMs: search,
    heapMegabytes: await heapMegabytes(),
  };
  await close();
  return figures;
}

type LoadFigure = "lcpMs" | "wholeMs" | "longestTaskMs" | "decodeMs" | "overviewKilobytes" | "scriptKilobytes";

/** Three visits: the median of each figure counts, the runs are told too. */
async function load(browser: Browser, url: string) {
  const runs: Record<LoadFigure, number>[] = [];
  for (let run = 0; run < 3; run += 1) {
    const { measured, seen, bytesOf, scriptKilobytes, page, close } = await visit(browser, url);
    const wholeMs = Math.round(await measured("trunkscope.whole"));
    await settle(page);
    const { lcp, longTasks, measures } = await seen();
    runs.push({
      lcpMs: lcp,
      wholeMs,
      longestTaskMs: Math.max(0, ...longTasks),
      decodeMs: measures.find(({ name }) => name === "trunkscope.decode")?.ms ?? 0,
      overviewKilobytes: Math.round(bytesOf("/overview") / 1000),
      scriptKilobytes: await scriptKilobytes(),
    });
    await close();
  }
  const median = (name: LoadFigure) => runs.map((run) => run[name]).sort((a, b) => a - b)[1] as number;
  return {
    lcpMs: median("lcpMs"),
    wholeMs: median("wholeMs"),
    longestTaskMs: median("longestTaskMs"),
    decodeMs: median("decodeMs"),
    overviewKilobytes: median("overviewKilobytes"),
    scriptKilobytes: median("scriptKilobytes"),
    runs,
  };
}

/** Selects the card nearest to the middle of the picture. */
async function select(page: Page): Promise<void> {
  await page.evaluate(() => {
    const middle = { x: window.innerWidth * 0.6, y: window.innerHeight / 2 };
    const away = (element: Element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return Math.hypot(x + width / 2 - middle.x, y + height / 2 - middle.y);
    };
    const cards = [...document.querySelectorAll<HTMLElement>("[data-card]")].sort((a, b) => away(a) - away(b));
    cards[0]?.click();
  });
}

/** Typed letter by letter, as people do: from each letter to its matches on the screen. */
async function searching(page: Page): Promise<number[]> {
  const before = (await page.evaluate(() => window.seen.measures)).length;
  await page.keyboard.press("/");
  const wanted = "api-1";
  for (const letter of wanted) {
    const count = await searches(page);
    await page.keyboard.type(letter);
    await page
      .waitForFunction(
        (known) => window.seen.measures.filter(({ name }) => name === "trunkscope.search").length > known,
        count,
        { timeout: 10_000 },
      )
      .catch(() => undefined);
  }
  const { measures } = await page.evaluate(() => window.seen);
  await page.keyboard.press("Escape");
  return measures
    .slice(before)
    .filter(({ name }) => name === "trunkscope.search")
    .map(({ ms }) => ms);
}

function searches(page: Page): Promise<number> {
  return page.evaluate(() => window.seen.measures.filter(({ name }) => name === "trunkscope.search").length);
}

async function nextPatch(page: Page): Promise<void> {
  const count = await page.evaluate(
    () => window.seen.measures.filter(({ name }) => name === "trunkscope.patch").length,
  );
  await page.waitForFunction(
    (known) => window.seen.measures.filter(({ name }) => name === "trunkscope.patch").length > known,
    count,
    { timeout: 60_000 },
  );
}

/** Until nothing has been drawn for a quarter of a second. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let last = performance.now();
        const look = (time: number) => {
          const isCalm = time - last < 40;
          if (!isCalm) start = time;
          last = time;
          if (time - start > 250) resolve();
          else requestAnimationFrame(look);
        };
        let start = last;
        requestAnimationFrame(look);
      }),
  );
}

/** Drags the diagram there and back. */
export async function pan(page: Page): Promise<void> {
  const box = await page.locator(".diagram").boundingBox();
  if (!box) throw new Error("there is no diagram to pan");
  const [x, y] = [box.x + box.width * 0.6, box.y + box.height * 0.97];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 90; step += 1) await page.mouse.move(x - step * 3, y - step * 2);
  for (let step = 90; step >= 1; step -= 1) await page.mouse.move(x - step * 3, y - step * 2);
  await page.mouse.up();
}

async function zoom(page: Page, direction: 1 | -1, steps: number): Promise<void> {
  const box = await page.locator(".diagram").boundingBox();
  if (!box) throw new Error("there is no diagram to zoom");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let step = 0; step < steps; step += 1) await page.mouse.wheel(0, direction * 60);
}
