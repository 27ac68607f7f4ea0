import { expect, type Page, test } from "@playwright/test";

const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });
const diagram = (page: Page) => page.locator("#diagram");
const outer = (page: Page) => page.locator(".frame[data-depth='0'] > .frame-label b");
const focusedStop = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest("[data-stop]")?.getAttribute("data-stop") ?? null);
const focusedId = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("data-id") ?? null);

test.describe("arranging", () => {
  test("groups by what most branches of an instance have, and says so", async ({ page }) => {
    await open(page, "/clusters/living");
    const group = page.getByLabel("Group by");
    for (const [value, name] of [
      ["namespace", "payments"],
      ["security-group", /^sg-/],
      ["policy", /^policy\/|^\w+\//],
      ["workload", /\//],
    ] as const) {
      await group.selectOption(value);
      await expect(outer(page).filter({ hasText: name }).first()).toBeVisible();
      await expect(group).toHaveAttribute("title", /most of its branches/);
    }
    await group.selectOption("subnet");
    await expect(outer(page).filter({ hasText: "subnet-" }).first()).toBeVisible();
    expect(new URL(page.url()).searchParams.get("group")).toBe("subnet");
  });

  test("a collapsed group keeps its counts, stays under the hand and opens again by keyboard", async ({ page }) => {
    await open(page, "/clusters/living");
    const cards = await page.locator(".card").count();
    const fold = page.getByRole("button", { name: "Collapse eu-west-1b" });
    const before = await fold.boundingBox();
    await fold.click();
    const unfold = page.getByRole("button", { name: "Expand eu-west-1b" });
    await expect(unfold).toBeVisible();
    await expect(page.locator(".frame[data-folded=true] .heat-strip")).toContainText(/\d+ of \d+ held/);
    expect(await page.locator(".card").count()).toBeLessThan(cards);
    await atRest(page);
    const after = await unfold.boundingBox();
    expect(Math.abs((after?.x ?? 0) - (before?.x ?? 0))).toBeLessThan(4);
    expect(new URL(page.url()).searchParams.getAll("folded")).toEqual(["eu-west-1b"]);
    await unfold.focus();
    await page.keyboard.press("Enter");
    await expect(page.locator(".card")).toHaveCount(cards);
  });

  test("another grouping keeps the selection in view", async ({ page }) => {
    await open(page, "/clusters/living");
    await page.locator(".slot[data-state=used]").last().click();
    await atRest(page);
    for (const grouping of ["namespace", "instance-type", "zone"]) {
      await page.getByLabel("Group by").selectOption(grouping);
      await atRest(page);
      await expect(page.locator(".slot[data-selected=true], .row[data-selected=true]").first()).toBeInViewport();
    }
  });
});

test.describe("lines of what is selected", () => {
  test("lead from a branch over its trunk to the instance, with the VLAN, and go with the selection", async ({
    page,
  }) => {
    await open(page, "/clusters/ironman-2022");
    await expect(page.locator(".link")).toHaveCount(0);
    await page.locator(".row-pod, .slot[data-state=used]").first().click();
    await expect(page.locator(".link").filter({ hasText: "VLAN 1" })).toHaveCount(1);
    expect(await page.locator(".link").count()).toBeGreaterThanOrEqual(2);
    await page.keyboard.press("Escape");
    await expect(page.locator(".link")).toHaveCount(0);
  });

  test("lead from a security group to its interfaces and its rules' peers, never more than sixty", async ({ page }) => {
    await open(page, "/clusters/living");
    await page
      .getByRole("complementary", { name: "Overview" })
      .getByRole("button", { name: /living-payments/ })
      .first()
      .click();
    await expect(page.locator(".hub[data-selected=true]")).toContainText("living-payments");
    await expect(page.locator(".hub").filter({ hasText: "0.0.0.0/0" })).toContainText("out");
    await expect(page.locator(".link").nth(3)).toBeAttached();
    expect(await page.locator(".link").count()).toBeLessThanOrEqual(60);
    await expect(page.locator(".card[data-faded=true]").first()).toBeVisible();
  });

  test("do not flow where motion is not wanted", async ({ browser, baseURL }) => {
    const context = await browser.newContext({ reducedMotion: "reduce", ...(baseURL && { baseURL }) });
    const page = await context.newPage();
    await open(page, "/clusters/ironman-2022?select=pod/default/aws-cli");
    const path = page.locator(".link .react-flow__edge-path").first();
    await expect(path).toBeAttached();
    expect(await path.evaluate((element) => getComputedStyle(element).animationName)).toBe("none");
    await context.close();
  });
});

test.describe("a path lifted out", () => {
  test("opens and closes by keyboard, with every hop from the container to the instance", async ({ page }) => {
    await open(page, "/clusters/ironman-2022?select=pod/default/aws-cli");
    await inspector(page).getByRole("button", { name: "Lift the path out" }).focus();
    await page.keyboard.press("Enter");
    const path = page.getByRole("region", { name: "Path of default/aws-cli" });
    await expect(path.getByRole("heading", { name: "Path of default/aws-cli" })).toBeFocused();
    const hops = path.locator(".hops > .hop .hop-head > span");
    await expect(hops).toHaveText(["Container", "Host veth", "VLAN device", "Branch ENI", "Trunk ENI", "Instance"]);
    await expect(path).toContainText("vlan.eth.1");
    await expect(path).toContainText("192.168.26.162");
    await expect(path).toContainText("02:27:6e:aa:23:15");
    await expect(path.locator(".guards")).toContainText("sg-079157a483bcb371f");
    expect(new URL(page.url()).searchParams.get("focus")).toBe("pod/default/aws-cli");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect(path.locator("[data-hop]").nth(1)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(path).toBeHidden();
    await expect(inspector(page)).toBeVisible();
  });

  test("a link opens it", async ({ page }) => {
    await page.goto("/clusters/ironman-2022?focus=pod/default/aws-cli");
    await expect(page.getByRole("region", { name: "Path of default/aws-cli" })).toContainText("Trunk ENI");
  });
});

test.describe("by keyboard", () => {
  test("arrows go into a card, between its parts and out of it; Enter opens, Escape returns", async ({ page }) => {
    await open(page, "/clusters/ironman-2022");
    await page.locator("[data-card][tabindex='0']").first().focus();
    const stop = await focusedStop(page);
    const seen = new Set<string | null>();
    for (let step = 0; step < 4; step += 1) {
      await page.keyboard.press("ArrowDown");
      seen.add(await focusedId(page));
      expect(await focusedStop(page)).toBe(stop);
    }
    expect(seen.size).toBeGreaterThanOrEqual(3);
    expect(seen).toContain("eni-01f7b73cf13962fe5");
    const id = await focusedId(page);
    await page.keyboard.press("Enter");
    await expect(inspector(page)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(inspector(page)).toBeHidden();
    expect(await focusedId(page)).toBe(id);
    await page.keyboard.press("Escape");
    await expect(page.locator("[data-card]").first()).toBeFocused();
  });

  test("focus is not lost when its card leaves the page, and comes back with it", async ({ page }) => {
    await open(page, "/clusters/living");
    await page.locator("[data-card][tabindex='0']").first().focus();
    const stop = await focusedStop(page);
    expect(stop).not.toBeNull();
    for (let step = 0; step < 8; step += 1) {
      await page.keyboard.press("-");
      await atRest(page);
    }
    await expect(diagram(page)).toHaveAttribute("data-level", "far");
    await expect(diagram(page)).toBeFocused();
    await page.keyboard.press("0");
    await atRest(page);
    for (let step = 0; step < 6 && (await diagram(page).getAttribute("data-level")) === "far"; step += 1) {
      await page.keyboard.press("+");
      await atRest(page);
    }
    await expect.poll(() => focusedStop(page)).toBe(stop);
  });

  test("works from far: arrows move, it is said where, Enter opens", async ({ page }) => {
    await open(page, "/clusters/living");
    for (let step = 0; step < 8; step += 1) {
      await page.getByRole("button", { name: "Zoom out" }).click();
      await atRest(page);
    }
    await expect(diagram(page)).toHaveAttribute("data-level", "far");
    await diagram(page).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect(page.locator(".announcer")).toContainText(/Instance .*, \d+ slots?/);
    await page.keyboard.press("Enter");
    await expect(inspector(page)).toBeVisible();
    expect(new URL(page.url()).searchParams.get("select")).toMatch(/^(i-|node\/)/);
  });

  test("the view is zoomed and fitted with keys", async ({ page }) => {
    await open(page, "/clusters/living");
    await page.locator("[data-card][tabindex='0']").first().focus();
    const zoom = page.getByLabel("Zoom", { exact: true }).locator("option").first();
    await page.keyboard.press("1");
    await expect(zoom).toContainText("100 %");
    await expect(diagram(page)).toHaveAttribute("data-level", "near");
    await page.keyboard.press("0");
    await expect(zoom).not.toContainText("100 %");
  });
});

test("near, each wire from the trunk to a branch carries its VLAN", async ({ page }) => {
  await open(page, "/clusters/ironman-2022");
  for (let step = 0; step < 4 && (await diagram(page).getAttribute("data-level")) !== "near"; step += 1) {
    await page.getByRole("button", { name: "Zoom in" }).click();
    await atRest(page);
  }
  await expect(page.locator(".row-branch").first()).toContainText("VLAN 1");
  await expect(page.locator(".row-branch .row-wire").first()).toBeVisible();
});

/** Opens a page and waits until it listens to keys and clicks. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction(() => {
    const dashboard = document.querySelector(".dashboard");
    return dashboard !== null && Object.keys(dashboard).some((key) => key.startsWith("__reactProps"));
  });
  await atRest(page);
}

/** The view has come to rest: two looks in a row find it where it was. */
async function atRest(page: Page) {
  const viewport = page.locator(".react-flow__viewport");
  let last: string | null = null;
  await expect(async () => {
    const before = last;
    last = await viewport.getAttribute("style");
    expect(last).toBe(before);
  }).toPass({ intervals: [120] });
}
