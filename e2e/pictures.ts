import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { findChromium } from "./chromium.ts";
import { start } from "./server.ts";

/** Takes the pictures of `docs/` from the demo. */

const folder = new URL("../docs/", import.meta.url);

interface Picture {
  readonly path: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
}

const pictures: Readonly<Record<string, Picture>> = {
  overview: { path: "/clusters/living", width: 1440, height: 900, scheme: "light" },
  dark: { path: "/clusters/living", width: 1440, height: 900, scheme: "dark" },
  path: {
    path: "/clusters/ironman-2022?select=pod/default/aws-cli",
    width: 1440,
    height: 900,
    scheme: "light",
  },
  phone: { path: "/clusters/living", width: 390, height: 844, scheme: "light" },
};

const server = start(["--demo", "--port", "0"]);
const url = await server.url;
const executablePath = findChromium();
const browser = await chromium.launch({
  args: ["--no-sandbox", "--disable-background-networking"],
  ...(executablePath === undefined ? {} : { executablePath }),
});
try {
  await mkdir(folder, { recursive: true });
  for (const [name, { path, width, height, scheme }] of Object.entries(pictures)) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
    await page.goto(new URL(path, url).href);
    await page.locator(".react-flow__node").first().waitFor({ state: "attached" });
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, folder)), animations: "disabled" });
    await page.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
