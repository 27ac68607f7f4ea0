import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { en } from "../components/messages/en.ts";
import { type Catalogue, messagesOf } from "../components/messages/messages.ts";
import { zhTw } from "../components/messages/zh-tw.ts";

const locales = { en: "en-US", "zh-tw": "zh-TW" } as const;
type Language = keyof typeof locales;
const spoken = {
  en: messagesOf(en, "en", "utc").t,
  "zh-tw": messagesOf(zhTw satisfies Catalogue, "zh-tw", "utc").t,
};

const looks = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "high contrast, light": { colorScheme: "light", contrast: "more" },
  "high contrast, dark": { colorScheme: "dark", contrast: "more" },
  "forced colours": { forcedColors: "active" },
} as const;

const desk = { width: 1280, height: 800 };
/** What a window of 1280 by 800 has left at 200 % zoom. */
const doubled = { width: 640, height: 400 };
const phone = { width: 390, height: 844 };

for (const [look, options] of Object.entries(looks)) {
  // Words change no colour: the other language is looked at in one look.
  for (const language of look === "light" ? (Object.keys(locales) as Language[]) : (["en"] as const)) {
    test(`axe finds nothing, ${look}, ${language}`, async ({ browser }) => {
      test.slow();
      const page = await pageFor(browser, { language, viewport: desk, ...options });
      const isContrast = look.startsWith("high contrast");
      await page.goto("/");
      await expectNoFault(page, "the list", isContrast);
      for (const path of [
        "/clusters/ironman-2022",
        "/clusters/ironman-2022?select=pod/default/aws-cli",
        "/clusters/blind",
        "/clusters/empty",
        "/clusters/nobody",
      ]) {
        await open(page, path);
        await expectNoFault(page, path, isContrast);
      }
      await open(page, "/clusters/ironman-2022");
      await page.getByRole("button", { name: spoken[language]("preferences.label") }).click();
      await expectNoFault(page, "the preferences", isContrast);
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog")).toBeVisible();
      await expectNoFault(page, "the keyboard's list", isContrast);
      await page.context().close();
    });
  }
}

for (const [room, viewport] of Object.entries({ "200 % zoom": doubled, "390 px": phone })) {
  for (const language of Object.keys(locales) as Language[]) {
    test(`fits and has no fault at ${room}, ${language}`, async ({ browser }) => {
      test.slow();
      const t = spoken[language];
      const page = await pageFor(browser, { language, viewport });
      for (const name of ["living", "ironman-2022", "blind", "hostile", "empty"]) {
        await open(page, `/clusters/${name}`);
        expect(await overflow(page), name).toBeLessThanOrEqual(0);
      }
      await open(page, "/clusters/ironman-2022");
      await expect(page.getByLabel(t("find.label"))).toBeInViewport();
      await expectNoFault(page, "the overview", false);
      await page.getByRole("button", { name: t("preferences.label") }).click();
      for (const radio of await page.getByRole("radio").all()) {
        await radio.scrollIntoViewIfNeeded();
        await expect(radio).toBeInViewport();
      }
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.keyboard.press("Escape");
      await page.getByRole("tab", { name: t("diagram.tab") }).click();
      await expect(page.locator(".card").first()).toBeInViewport();
      await expectNoFault(page, "the diagram", false);
      await page.locator(".eni[data-kind=trunk] .eni-title").click();
      await expect(page.getByRole("complementary", { name: t("inspector.label") })).toBeInViewport();
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await expectNoFault(page, "the inspector", false);
      await page.context().close();
    });
  }
}

test("under forced colours shapes still tell states and tones apart, and selection is seen", async ({ browser }) => {
  const page = await pageFor(browser, { viewport: desk, forcedColors: "active" });
  await open(page, "/clusters/ironman-2022");
  await page.keyboard.press("?");
  await allDiffer(page.locator("dialog .slot-mini"), 7);
  await page.keyboard.press("Escape");

  await page.evaluate(() => {
    const signs = ["good", "wait", "bad", "quiet"].map((tone) => `<i class="glyph" data-tone="${tone}"></i>`);
    const sheet = document.createElement("div");
    sheet.id = "signs";
    sheet.style.cssText = "position:fixed;inset:60px auto auto 300px;z-index:99;background:Canvas;padding:8px";
    sheet.innerHTML = signs.join(" ");
    document.body.append(sheet);
  });
  await allDiffer(page.locator("#signs .glyph"), 4);
  await page.evaluate(() => document.getElementById("signs")?.remove());

  const card = page.locator(".card").first();
  const before = await outlineOf(card);
  await card.locator(".card-head").click();
  await expect(card).toHaveAttribute("data-selected", "true");
  expect(await outlineOf(card)).not.toBe(before);
});

test("the far picture takes on every theme, and is not empty under forced colours", async ({ browser }) => {
  const page = await pageFor(browser, { viewport: desk });
  await open(page, "/clusters/living");
  for (let step = 0; step < 9; step += 1) {
    await page.getByRole("button", { name: "Zoom out" }).click();
  }
  await expect(page.locator("#diagram")).toHaveAttribute("data-level", "far");
  await page.getByRole("button", { name: "Preferences" }).click();
  for (const theme of ["Light", "Dark", "High contrast"]) {
    await page.getByRole("radio", { name: theme }).check();
    await expectFarColors(page, theme);
  }
  await page.emulateMedia({ forcedColors: "active" });
  await expectFarColors(page, "forced");
});

test("with reduced motion nothing moves but the time that a slot still cools", async ({ browser }) => {
  const page = await pageFor(browser, { viewport: desk, reducedMotion: "reduce" });
  await open(page, "/clusters/living");
  await page.locator(".slot[data-id]").first().click();
  await page.getByRole("button", { name: "Preferences" }).click();
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => Number(animation.effect?.getComputedTiming().endTime ?? 0) > 1)
      .map((animation) => (animation as CSSAnimation).animationName ?? "transition"),
  );
  expect(moving.filter((name) => name !== "drain")).toEqual([]);
});

test("speaks the browser's language in the first HTML, the chosen one from then on", async ({ browser, request }) => {
  const chinese = await (
    await request.get("/clusters/ironman-2022", { headers: { "Accept-Language": "zh-TW" } })
  ).text();
  expect(chinese).toContain('<html lang="zh-TW"');
  expect(chinese).toContain(zhTw["app.skip"]);
  expect(chinese).not.toContain(en["app.skip"]);

  const page = await pageFor(browser, { viewport: desk });
  await open(page, "/clusters/ironman-2022?select=eni-01f7b73cf13962fe5");
  await page.getByRole("button", { name: "Preferences" }).click();
  await page.getByRole("radio", { name: "繁體中文" }).check();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-TW");
  await expect(page.getByRole("complementary", { name: zhTw["inspector.label"] })).toBeVisible();
  await expect(page).toHaveTitle(/已占用/);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-TW");
  await expect(page.getByRole("complementary", { name: zhTw["inspector.label"] })).toBeVisible();
});

test("the first page's scripts hold one language", async ({ browser }) => {
  for (const language of Object.keys(locales) as Language[]) {
    const page = await pageFor(browser, { language, viewport: desk });
    const scripts: Promise<string>[] = [];
    page.on("response", (response) => {
      if (response.url().endsWith(".js")) scripts.push(response.text());
    });
    await open(page, "/clusters/ironman-2022");
    const loaded = (await Promise.all(scripts)).join("\n");
    expect(loaded.includes(en["app.skip"])).toBe(language === "en");
    expect(loaded.includes(zhTw["app.skip"])).toBe(language === "zh-tw");
    await page.context().close();
  }
});

test("tells times in UTC or in the reader's zone, in the first HTML too", async ({ browser }) => {
  const page = await pageFor(browser, { viewport: desk, timezoneId: "Asia/Taipei" });
  await open(page, "/clusters/ironman-2022");
  const time = page.locator(".time time");
  await expect(time).toHaveText("2022-09-29 10:29:58 UTC");
  await page.getByRole("button", { name: "Preferences" }).click();
  await page.getByRole("radio", { name: /Local time/ }).check();
  await expect(time).toHaveText("2022-09-29 18:29:58 UTC+8");
  const html = await (await page.request.get("/clusters/ironman-2022")).text();
  expect(html).toContain("2022-09-29 18:29:58 UTC+8");
});

test("a live region says what is selected, and when the server is lost and found", async ({ browser }) => {
  const page = await pageFor(browser, { viewport: desk });
  await page.route("**/stream*", (route) => route.abort());
  await open(page, "/clusters/living");
  const log = page.getByRole("log");
  await expect(log).toContainText("Connection to the server lost.");
  await page.unroute("**/stream*");
  await expect(log).toContainText("Connected again.", { timeout: 15_000 });
  await page.locator("[data-card][tabindex='0']").focus();
  await page.keyboard.press("Enter");
  await expect(log).toContainText(/Instance \S+ selected\. \d+ things highlighted\./);
  await page.keyboard.press("Escape");
  await expect(log).toContainText("Nothing selected.");
});

type Options = NonNullable<Parameters<Browser["newContext"]>[0]> & { readonly language?: Language };

async function pageFor(browser: Browser, { language = "en", ...options }: Options): Promise<Page> {
  const { baseURL } = test.info().project.use;
  const context = await browser.newContext({
    reducedMotion: "reduce",
    locale: locales[language],
    ...(baseURL && { baseURL }),
    ...options,
  });
  return context.newPage();
}

/** Opens a page and waits until it listens to keys and clicks. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction(() => {
    const shown = document.querySelector(".dashboard, .problem");
    return shown !== null && Object.keys(shown).some((key) => key.startsWith("__reactProps"));
  });
}

async function expectNoFault(page: Page, where: string, isContrast: boolean): Promise<void> {
  // Dimmed parts are the background of a selection, whose text stands at full strength in the inspector.
  const axe = new AxeBuilder({ page }).exclude("[data-dim=true]");
  if (isContrast) axe.options({ rules: { "color-contrast-enhanced": { enabled: true } } });
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${where}: ${id} ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}

async function allDiffer(signs: Locator, count: number): Promise<void> {
  await expect(signs).toHaveCount(count);
  const pictures = new Set<string>();
  for (const sign of await signs.all()) pictures.add((await sign.screenshot()).toString("base64"));
  expect(pictures.size).toBe(count);
}

function outlineOf(element: Locator): Promise<string> {
  return element.evaluate((one) => getComputedStyle(one).outline);
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** The far picture is drawn with the surface and the lines of the theme that the page has now. */
async function expectFarColors(page: Page, theme: string): Promise<void> {
  const wanted = await page.evaluate(() => {
    const probe = document.createElement("i");
    probe.style.setProperty("forced-color-adjust", "none");
    document.body.append(probe);
    const colors = ["--surface", "--line-strong", "--slot-free"].map((token) => {
      probe.style.color = `var(${token})`;
      return getComputedStyle(probe).color;
    });
    probe.remove();
    return colors;
  });
  await expect.poll(() => farColors(page), theme).toEqual(expect.arrayContaining(wanted));
}

function farColors(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>("canvas.far");
    const pixels = canvas?.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const colors = new Set<string>();
    for (let at = 0; at < pixels.length; at += 4) {
      if (pixels[at + 3] === 255) colors.add(`rgb(${pixels[at]}, ${pixels[at + 1]}, ${pixels[at + 2]})`);
    }
    return [...colors];
  });
}
