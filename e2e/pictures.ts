import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "@playwright/test";
import { findChromium } from "./chromium.ts";
import { start } from "./server.ts";

/** Takes the pictures of `docs/` from the demo. */

const folder = new URL("../docs/", import.meta.url);
const wide = { width: 1440, height: 900 };

interface Picture {
  readonly path: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly scheme?: "light" | "dark";
  /** What must be there before the picture is taken. */
  readonly shows?: string;
  readonly act?: (page: Page) => Promise<void>;
}

const pictures: Readonly<Record<string, Picture>> = {
  overview: { path: "/clusters/living" },
  far: { path: "/clusters/scaled-1000", shows: '.diagram[data-level="far"]' },
  middle: { path: "/clusters/living", act: (page) => zoomTo(page, "0.5") },
  near: { path: "/clusters/ironman-2022?select=eni-09a7a909e06fc4be6", act: (page) => zoomTo(page, "1") },
  path: { path: "/clusters/ironman-2022?focus=pod/default/aws-cli", shows: ".focused" },
  findings: { path: "/clusters/policy-edited?panel=findings", shows: "main" },
  table: { path: "/clusters/living?panel=table&kind=branch", shows: '[role="grid"]' },
  dark: { path: "/clusters/living", scheme: "dark" },
  phone: { path: "/clusters/living", size: { width: 390, height: 844 } },
};

const server = start(["--demo", "--nodes", "1000", "--port", "0"]);
const url = await server.url;
const executablePath = findChromium();
const browser = await chromium.launch({
  args: ["--no-sandbox", "--disable-background-networking"],
  ...(executablePath === undefined ? {} : { executablePath }),
});
try {
  await mkdir(folder, { recursive: true });
  for (const [name, { path, size = wide, scheme = "light", shows, act }] of Object.entries(pictures)) {
    const page = await browser.newPage({ viewport: size, colorScheme: scheme });
    await page.goto(new URL(path, url).href);
    await page
      .locator(shows ?? ".react-flow__node")
      .first()
      .waitFor({ state: "attached", timeout: 60_000 });
    await act?.(page);
    await page.evaluate(() => document.fonts.ready);
    await settled(page);
    await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, folder)), animations: "disabled" });
    await page.close();
  }
} finally {
  await browser.close();
  await server.stop();
}

async function zoomTo(page: Page, zoom: string): Promise<void> {
  await page.locator(".zoom-select").selectOption(zoom);
}

/** Until what is fetched has been drawn: no request for half a second. */
function settled(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let timer = setTimeout(resolve, 800);
        new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(resolve, 800);
        }).observe(document.body, { childList: true, subtree: true });
        setTimeout(resolve, 5_000);
      }),
  );
}
