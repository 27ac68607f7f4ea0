import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { presets } from "../lib/query/presets.ts";
import { type Server, start } from "./server.ts";

const search = (page: Page) => page.getByRole("combobox", { name: "Find in this cluster" });
const count = (page: Page) => page.locator("#find-count");
const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });
const palette = (page: Page) => page.getByRole("dialog", { name: "Command palette" });
const suggestion = (page: Page) => page.getByRole("search").getByRole("option");
const lit = (page: Page) => page.locator(".slot[data-dim=false]");

test.describe.configure({ timeout: 60_000 });

interface Found {
  readonly total: number;
  readonly of: number;
  readonly ids: readonly string[];
}

test.describe("the search", () => {
  test("lights up what matches as it is typed, says how much of what, and one click clears", async ({ page }) => {
    await open(page, "/clusters/ironman-2022");
    await page.keyboard.press("/");
    await expect(search(page)).toBeFocused();
    await page.keyboard.type("kind:branch vlan:1");
    await expect(count(page)).toHaveText(/^1 of \d+$/);
    await expect(page).toHaveURL(/find=kind%3Abranch\+vlan%3A1/);
    await page.getByRole("button", { name: "Clear the search" }).click();
    await expect(count(page)).toBeEmpty();
    await expect(page).not.toHaveURL(/find=/);
  });

  test("speaks fields, negation, OR, parentheses and CIDR blocks, and agrees with the server", async ({
    page,
    request,
  }) => {
    await open(page, "/clusters/ironman-2022");
    const queries = [
      "kind:trunk free>0",
      "-kind:pod (vlan:1 OR kind:trunk)",
      "ip:192.168.0.0/16",
      '"aws-cli"',
      "nowhere",
    ];
    for (const query of queries) {
      await search(page).fill(query);
      const { total, of } = await ask(request, query, "ironman-2022");
      await expect(count(page)).toHaveText(total === 0 ? `No match in ${of}` : `${total} of ${of}`);
    }
  });

  test("completes with values of the cluster by keyboard alone", async ({ page }) => {
    await open(page, "/clusters/living");
    await page.keyboard.press("/");
    await page.keyboard.type("zon");
    await expect(suggestion(page).first()).toContainText("zone:");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await expect(search(page)).toHaveValue("zone:");
    await expect(suggestion(page).filter({ hasText: "eu-west-1a" })).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(search(page)).toHaveValue(/^zone:eu-west-1[abc] $/);
    await expect(search(page)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(suggestion(page)).toHaveCount(0);
  });

  test("points at the character that it cannot read, and dims nothing meanwhile", async ({ page }) => {
    await open(page, "/clusters/living");
    await search(page).fill("kind:branch (vlan:x");
    const trouble = page.locator("#find-trouble");
    await expect(trouble.locator("mark")).toHaveText("x");
    await expect(trouble).toContainText('"x" is not a number.');
    await expect(search(page)).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator(".card[data-faded=true]")).toHaveCount(0);
  });

  test("goes from match to match, and Escape goes back step by step", async ({ page, request }) => {
    await open(page, "/clusters/living");
    await search(page).fill("kind:trunk");
    const { ids, total } = await ask(request, "kind:trunk");
    await expect(count(page)).toHaveText(new RegExp(`^${total} of`));
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(new RegExp(`select=${ids[0]}`));
    await expect(count(page)).toHaveText(new RegExp(`^1/${total} of`));
    await expect(inspector(page).getByRole("heading").first()).toBeFocused();
    await page.keyboard.press("n");
    await expect(page).toHaveURL(new RegExp(`select=${ids[1]}`));
    await page.keyboard.press("Shift+N");
    await expect(page).toHaveURL(new RegExp(`select=${ids[0]}`));
    await page.keyboard.press("Escape");
    await expect(inspector(page)).toBeHidden();
    await expect(search(page)).toHaveValue("kind:trunk");
    await search(page).blur();
    await page.keyboard.press("Escape");
    await expect(search(page)).toHaveValue("");
  });

  test("has its presets in the overview, each a query that can be changed", async ({ page }) => {
    await open(page, "/clusters/living");
    const rail = page.getByRole("complementary", { name: "Overview" });
    for (const { id, query } of presets) {
      const name = {
        unhealthy: "Unhealthy",
        pending: "Pending",
        "no-headroom": "No headroom",
        drift: "Drift",
        orphans: "Orphans",
      }[id];
      const button = rail.getByRole("button", { name, exact: true });
      await button.click();
      await expect(search(page)).toHaveValue(query);
      await expect(button).toHaveAttribute("aria-pressed", "true");
      await expect(count(page)).toHaveText(/of \d+|in \d+/);
    }
    await rail.getByRole("button", { name: "Orphans", exact: true }).click();
    await expect(search(page)).toHaveValue("");
  });

  test("is in a link: who opens it sees the same", async ({ page }) => {
    await open(page, "/clusters/living?find=state%3Aused");
    await expect(search(page)).toHaveValue("state:used");
    await expect(count(page)).toHaveText(/^\d+ of \d+$/);
    await expect(lit(page).first()).toBeVisible();
  });
});

test.describe("the command palette", () => {
  test("finds objects and actions, keeps the focus inside, and gives it back", async ({ page }) => {
    await open(page, "/clusters/living");
    await page.getByRole("button", { name: "Preferences" }).focus();
    await page.keyboard.press("Control+k");
    await expect(palette(page).getByRole("combobox")).toBeFocused();
    for (let times = 0; times < 4; times += 1) await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("dialog") !== null)).toBe(true);
    await page.keyboard.press("Escape");
    await expect(palette(page)).toBeHidden();
    await expect(page.getByRole("button", { name: "Preferences" })).toBeFocused();

    await page.keyboard.press("Control+k");
    await page.keyboard.type("payments/orders-db-0");
    await expect(palette(page).getByRole("option").first()).toContainText("payments/orders-db-0");
    await page.keyboard.press("Enter");
    await expect(inspector(page).getByRole("heading", { name: "payments/orders-db-0" })).toBeFocused();

    await page.keyboard.press("Control+k");
    await page.keyboard.type("group by: instance type");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/group=instance-type/);
    await expect(page).toHaveURL(/select=/);
  });

  test("runs actions of every sort", async ({ page }) => {
    await open(page, "/clusters/living");
    const run = async (text: string) => {
      await page.keyboard.press("Control+k");
      await palette(page).getByRole("combobox").fill(text);
      await palette(page).getByRole("option", { name: text }).first().click();
      await expect(palette(page)).toBeHidden();
    };
    await run("Show the table");
    await expect(page.getByRole("grid")).toBeVisible();
    await run("Theme: Dark");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await run("Look for: Orphans");
    await expect(search(page)).toHaveValue("state:orphan");
    await run("Clear the search");
    await expect(search(page)).toHaveValue("");
    await run("Keyboard shortcuts and legend");
    await expect(page.getByRole("dialog", { name: "Keyboard" })).toContainText("Open the command palette");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await palette(page).getByRole("combobox").fill("ironman");
    await palette(page).getByRole("option", { name: "ironman-2022" }).click();
    await expect(page).toHaveURL(/\/clusters\/ironman-2022$/);
  });
});

test("what is open has no fault that axe finds", async ({ page }) => {
  await open(page, "/clusters/living");
  await search(page).fill("zone:(");
  await expect(page.locator("#find-trouble")).toBeVisible();
  expect((await new AxeBuilder({ page }).include(".search").analyze()).violations).toEqual([]);
  await page.keyboard.press("Control+k");
  await palette(page).getByRole("combobox").fill("pay");
  await expect(palette(page).getByRole("option").first()).toBeVisible();
  expect((await new AxeBuilder({ page }).include(".palette").analyze()).violations).toEqual([]);
});

test.describe("exports", () => {
  for (const [label, extension, says] of [
    ["CSV", "csv", "state:used"],
    ["JSON", "json", "state:used"],
    ["SVG drawing", "svg", "state:used"],
    ["draw.io", "drawio", "state:used"],
    ["Mermaid", "mmd", "state:used"],
    ["HTML report", "html", "state:used"],
    ["Markdown report", "md", "state"],
  ] as const) {
    test(`${label} says cluster, moment and filter`, async ({ page }) => {
      const file = await download(page, label);
      expect(file.suggestedFilename()).toMatch(new RegExp(`^living-\\d{8}T\\d{6}Z\\.${extension}$`));
      const text = await readFile(await file.path(), "utf8");
      expect(text).toContain("living");
      expect(text).toContain(says);
      expect(text).toMatch(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/);
    });
  }

  test("PNG is a picture made by the browser", async ({ page }) => {
    const file = await download(page, "PNG image");
    expect(file.suggestedFilename()).toMatch(/^living-\d{8}T\d{6}Z\.png$/);
    const bytes = await readFile(await file.path());
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    expect(bytes.readUInt32BE(16)).toBeGreaterThan(800);
  });

  async function download(page: Page, label: string) {
    await open(page, "/clusters/living?find=state%3Aused");
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: label, exact: true }).click(),
    ]);
    return file;
  }
});

test.describe("a cluster of which the page has the outline", () => {
  let server: Server;
  test.beforeAll(async () => {
    server = start(["--demo", "--nodes", "200", "--port", "0"]);
    await server.url;
  });
  test.afterAll(() => server.stop());

  test("is searched whole: counts, completion, and the way from match to match", async ({ page }) => {
    const url = await server.url;
    await open(page, `${url}/clusters/scaled-200`);
    await search(page).fill("kind:branch sg:team-1");
    await expect(count(page)).toHaveText(/^[\d,]+ of [\d,]+$/, { timeout: 20_000 });
    const found: Found = await (
      await page.request.get(`${url}/api/clusters/scaled-200/search?query=kind:branch sg:team-1`)
    ).json();
    expect(found.total).toBeGreaterThan(200);
    expect(found.of).toBeGreaterThan(3_000);
    await search(page).press("Enter");
    await expect(inspector(page).getByRole("heading", { name: found.ids[0] as string })).toBeVisible();
    await search(page).press("Shift+Enter");
    await expect(page).not.toHaveURL(new RegExp(found.ids[0] as string));
    await expect(count(page)).toHaveText(/^([\d,]+)\/\1 of /);
    await search(page).fill("policy:team-");
    await expect(suggestion(page).filter({ hasText: "team-1/api" })).toBeVisible();
  });
});

async function ask(request: Page["request"], query: string, cluster = "living"): Promise<Found> {
  return (await request.get(`/api/clusters/${cluster}/search?query=${encodeURIComponent(query)}`)).json();
}

async function open(page: Page, address: string) {
  await page.goto(address);
  await expect(page.locator("#diagram, [role=grid]").first()).toBeVisible({ timeout: 20_000 });
  await page.waitForFunction(() => document.querySelector(".react-flow__viewport, [role=grid]") !== null);
}
