import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { type Server, start } from "./server.ts";

const grid = (page: Page) => page.getByRole("grid");
const rows = (page: Page) => grid(page).locator("tbody tr");
const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });
const active = (page: Page) => grid(page).locator("tbody tr[data-active=true]");

test.describe.configure({ timeout: 60_000 });

test("is the twin of the diagram: same search, grouping and selection, by keyboard", async ({ page }) => {
  await page.goto("/clusters/living?find=kind%3Apod+ns%3Apayments&kind=pod&group=node-group");
  await expect(page.locator("#diagram")).toBeVisible();
  await page.waitForFunction(() => document.querySelector(".react-flow__viewport") !== null);
  await expect(page.locator("#find-count")).toHaveText(/^\d+ of \d+$/);
  const [found] = ((await page.locator("#find-count").textContent()) ?? "").split(" ");
  await page.keyboard.press("t");
  await expect(page).toHaveURL(/panel=table/);
  await expect(grid(page)).toHaveAttribute("aria-rowcount", String(Number(found) + 1));
  await expect(grid(page).getByRole("columnheader", { name: "Node group" })).toHaveAttribute("aria-sort", "ascending");
  for (const row of await rows(page).all()) await expect(row).toContainText("payments");

  await grid(page).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await expect(active(page)).toHaveAttribute("aria-rowindex", "3");
  const name = await active(page).locator("td").nth(2).textContent();
  await page.keyboard.press("Enter");
  await expect(inspector(page).getByRole("heading").first()).toContainText(name ?? "");
  await expect(active(page)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(inspector(page)).toBeHidden();
  await expect(grid(page)).toBeFocused();
});

test("sorts by a column, both ways and back, and the address says so", async ({ page }) => {
  await page.goto("/clusters/living?panel=table&kind=trunk");
  const used = async () => {
    const texts = await rows(page).locator("td:nth-child(5)").allTextContents();
    return texts.map(Number);
  };
  const head = grid(page).getByRole("columnheader", { name: /Used/ });
  await head.getByRole("button").click();
  await expect(page).toHaveURL(/sort=slots.used/);
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  expect(await used()).toEqual((await used()).toSorted((a, b) => a - b));
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  expect(await used()).toEqual((await used()).toSorted((a, b) => b - a));
  await page.reload();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  await head.getByRole("button").click();
  await expect(page).not.toHaveURL(/sort=/);
});

test("shows the columns that were chosen, also after a reload, and all rows as CSV", async ({ page }) => {
  await page.goto("/clusters/living?panel=table&kind=branch");
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "MAC" }).check();
  await page.getByRole("checkbox", { name: "Pods" }).uncheck();
  await page.keyboard.press("Escape");
  await expect(grid(page).getByRole("columnheader", { name: "MAC" })).toBeVisible();
  await expect(grid(page).getByRole("columnheader", { name: "Pods" })).toHaveCount(0);
  await page.reload();
  await expect(grid(page).getByRole("columnheader", { name: "MAC" })).toBeVisible();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CSV of this table" }).click(),
  ]);
  const [head = "", ...lines] = (await readFile(await file.path(), "utf8")).split("\r\n");
  expect(head.startsWith("id,state,vlan,ip,trunkId,")).toBe(true);
  expect(head).toContain("mac");
  expect(lines.filter((line) => line.startsWith("eni-")).length).toBeGreaterThan(20);
});

test("is told what kinds there are, and axe finds nothing", async ({ page }) => {
  await page.goto("/clusters/living?panel=table");
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole("tab", { name: "Security group" }).click();
  await expect(page).toHaveURL(/kind=securityGroup/);
  await expect(grid(page)).toContainText("living-payments");
  expect((await new AxeBuilder({ page }).include(".table-view").analyze()).violations).toEqual([]);
});

test("is a tab of its own on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/clusters/living");
  await page.getByRole("tab", { name: "Table" }).click();
  await expect(rows(page).first()).toBeVisible();
  await page.getByRole("tab", { name: "Diagram" }).click();
  await expect(grid(page)).toHaveCount(0);
});

test.describe("with more rows than anybody would load", () => {
  let server: Server;
  test.beforeAll(async () => {
    server = start(["--demo", "--nodes", "500", "--port", "0"]);
    await server.url;
  });
  test.afterAll(() => server.stop());

  test("fetches what comes into view, in the same order wherever one looks", async ({ page }) => {
    const url = await server.url;
    await page.goto(`${url}/clusters/scaled-500?panel=table&kind=pod&sort=ip`);
    await expect(rows(page).first()).toContainText("team-", { timeout: 20_000 });
    const total = Number(await grid(page).getAttribute("aria-rowcount")) - 1;
    expect(total).toBeGreaterThan(10_000);
    expect(await rows(page).count()).toBeLessThan(80);
    await grid(page).focus();
    await page.keyboard.press("End");
    await expect(active(page)).toHaveAttribute("aria-rowindex", String(total + 1));
    await expect(active(page)).toContainText(/team-|kube-system/);
    await page.keyboard.press("PageUp");
    await expect(active(page)).toContainText(/team-|kube-system/);
    const middle = await (
      await page.request.get(`${url}/api/clusters/scaled-500/rows?kind=pod&sort=ip&from=7000&count=1`)
    ).json();
    await page.locator(".table-scroll").evaluate((element) => element.scrollTo({ top: 7_000 * 30 }));
    await expect(grid(page)).toContainText(middle.rows[0].resource.name);
    await page.getByRole("combobox", { name: "Find in this cluster" }).fill("ns:team-3");
    await expect(rows(page).first()).toContainText("team-3");
    await expect.poll(async () => Number(await grid(page).getAttribute("aria-rowcount"))).toBeLessThan(total / 2);
  });
});
