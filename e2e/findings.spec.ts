import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const rail = (page: Page) => page.getByRole("complementary", { name: "Overview" });
const panel = (page: Page) => page.getByRole("complementary", { name: "Findings" });
const rows = (page: Page) => panel(page).locator("[data-finding]");
const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });

test.describe("findings", () => {
  test("are in the overview by severity, in the title and in the favicon; a severity opens the panel with its own", async ({
    page,
  }) => {
    await open(page, "/clusters/trunk-full");
    await expect(page).toHaveTitle(/trunk-full.*findings, worst: High/);
    await expect(page.locator('link[rel="icon"]')).toHaveAttribute("data-severity", "high");
    await rail(page)
      .getByRole("button", { name: /^High\s*1$/ })
      .click();
    await expect(page).toHaveURL(/panel=findings/);
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page)).toContainText("SGP-040");
    await expect(panel(page).getByLabel("Severity")).toHaveValue("high");
    await panel(page).getByLabel("Severity").selectOption("");
    await expect(rows(page)).toHaveCount(4);
  });

  test("tell what, since when, how we know, what to do, and light up what they are about", async ({ page }) => {
    await open(page, "/clusters/trunk-full?panel=findings");
    const first = rows(page).first();
    await first.click();
    await expect(first).toHaveAttribute("aria-expanded", "true");
    const detail = panel(page).locator(".finding-detail").first();
    await expect(detail).toContainText("since");
    await expect(detail.getByRole("table")).toContainText("pods");
    await expect(detail.locator(".command").first()).toContainText(/kubectl|aws/);
    await expect(detail.getByRole("link", { name: "About SGP-040" })).toHaveAttribute("href", "/checks/SGP-040");
    await expect(detail.getByRole("button", { name: /Pod shop\/payments-/ })).toHaveCount(7);
    await page.getByLabel("Group findings by").selectOption("check");
    await expect(panel(page).getByRole("heading", { level: 3 }).first()).toContainText("SGP-040");
    expect((await new AxeBuilder({ page }).include(".findings").analyze()).violations).toEqual([]);
  });

  test("are gone through by keyboard: arrows, Home, End, Enter to what is hit first, Escape", async ({ page }) => {
    await open(page, "/clusters/trunk-full?panel=findings");
    await expect(panel(page).getByRole("heading", { name: /^Findings/ })).toBeFocused();
    await panel(page).getByLabel("Filter findings").focus();
    await page.keyboard.press("ArrowDown");
    await expect(rows(page).first()).toBeFocused();
    await expect(page.locator(".card[data-faded=true]").first()).toBeVisible();
    await page.keyboard.press("End");
    await expect(rows(page).last()).toBeFocused();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/select=pod%2Fshop%2Fpayments-/);
    await expect(inspector(page)).toContainText("SGP-040");
    await expect(inspector(page).getByRole("heading", { name: "Why it waits" })).toBeVisible();
    await rows(page).first().focus();
    await page.keyboard.press("Escape");
    await expect(panel(page)).toBeHidden();
    await expect(page).not.toHaveURL(/panel=findings/);
  });

  test("filter by text, and say so when nothing fits", async ({ page }) => {
    await open(page, "/clusters/trunk-full?panel=findings");
    await panel(page).getByLabel("Filter findings").fill("SGP-041");
    await expect(rows(page)).toHaveCount(1);
    await panel(page).getByLabel("Filter findings").fill("nothing at all");
    await expect(panel(page)).toContainText("No finding fits the filter.");
    await panel(page).getByRole("button", { name: "Show all" }).click();
    await expect(rows(page)).toHaveCount(4);
  });

  test("stand as badges on the diagram, and searches find what they are about", async ({ page, request }) => {
    await open(page, "/clusters/trunk-full");
    await expect(page.locator('.card-head .badge[data-severity="medium"]').first()).toBeVisible();
    const found = await (await request.get("/api/clusters/trunk-full/search?query=severity>=high")).json();
    expect(found.total).toBe(7);
    await page.getByRole("combobox", { name: "Find in this cluster" }).fill("severity>=high");
    await expect(page.locator("#find-count")).toHaveText(/^7 of \d+$/);
  });

  test("that could not be decided are listed with their reasons", async ({ page }) => {
    await open(page, "/clusters/blind");
    await rail(page)
      .getByRole("button", { name: /^Undecided/ })
      .click();
    await panel(page).locator(".undecided summary").click();
    await expect(panel(page).locator(".undecided li").first()).toContainText(/SGP-\d{3}/);
    await expect(panel(page).locator(".undecided li").first()).toContainText(/cannot be read|was never read/);
  });

  test("speak Traditional Chinese", async ({ page, baseURL }) => {
    await page.context().addCookies([{ name: "language", value: "zh-tw", url: baseURL ?? "" }]);
    await page.setExtraHTTPHeaders({ "accept-language": "zh-TW" });
    await open(page, "/clusters/webhook-outage?panel=findings");
    await expect(
      page.getByRole("complementary", { name: "發現的問題" }).locator("[data-finding]").first(),
    ).toContainText("很可能");
  });
});

test("answers have addresses of their own", async ({ page }) => {
  await open(page, "/clusters/branch-leaked?panel=leaks");
  const leaks = page.getByRole("complementary", { name: "Leaks" });
  await expect(leaks.getByRole("table")).toBeVisible();
  await expect(leaks.getByRole("button", { name: /^eni-/ }).first()).toBeVisible();
  expect((await new AxeBuilder({ page }).include(".findings").analyze()).violations).toEqual([]);
  await open(page, "/clusters/branch-leaked?panel=settings");
  const settings = page.getByRole("complementary", { name: "Settings" });
  await expect(settings.getByRole("table").first()).toContainText("NodeLocal DNSCache");
  expect((await new AxeBuilder({ page }).include(".findings").analyze()).violations).toEqual([]);
});

test("effective groups stand beside those that are wanted", async ({ page }) => {
  await open(page, "/clusters/policy-edited?select=pod%2Fshop%2Fcart-0");
  const answer = inspector(page).locator(".answer").filter({ hasText: "Effective security groups" });
  await expect(answer.getByRole("heading", { name: "Wanted" })).toBeVisible();
  await expect(answer.getByRole("heading", { name: "In force" })).toBeVisible();
  await expect(inspector(page)).toContainText("SGP-067");
  expect((await new AxeBuilder({ page }).include(".inspector").analyze()).violations).toEqual([]);
});

test("each check has its page, and what is none is not found", async ({ page }) => {
  await page.goto("/checks/SGP-040");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("SGP-040");
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect((await page.goto("/checks/SGP-999"))?.status()).toBe(404);
  expect((await page.goto("/checks/..%2Fpermissions"))?.status()).toBe(404);
});

async function open(page: Page, address: string) {
  await page.goto(address);
  await expect(page.locator("#diagram, [role=grid]").first()).toBeVisible();
}
