import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

/** A node's card, by the start of its name. */
const card = (page: Page, name: string) => page.getByRole("button", { name: new RegExp(`^Instance\\s*${name}`) });
const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });
const fact = (page: Page, name: string) =>
  inspector(page).locator("dl > div", { has: page.getByText(name, { exact: true }) });

test.describe("the published cluster", () => {
  test("shows node, trunk eth1 with device index 2, VLAN 1 and the pod", async ({ page }) => {
    await page.goto("/clusters/ironman-2022");
    await expect(card(page, "ip-192-168-31-166")).toBeVisible();
    const trunk = page.locator(".eni[data-kind=trunk]");
    await expect(trunk.locator(".eni-title")).toContainText("eth1");
    await expect(trunk.locator(".eni-title")).toContainText("#2");
    await expect(trunk).toContainText("VLAN 1");
    await expect(trunk).toContainText("192.168.26.162");
    await expect(trunk).toContainText("default/aws-cli");
  });

  test("is in the HTML that the server sends", async ({ request }) => {
    const html = await (await request.get("/clusters/ironman-2022")).text();
    expect(html).toContain('class="card"');
    expect(html).toContain("default/aws-cli");
  });

  test("leads by keyboard from the search to the pod, its facts and on to its trunk", async ({ page }) => {
    await open(page, "/clusters/ironman-2022");
    await page.keyboard.press("/");
    await page.keyboard.type("aws-cli");
    await expect(page.getByText(/^1 of \d+$/)).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(inspector(page).getByRole("heading", { name: "default/aws-cli" })).toBeFocused();
    await expect(fact(page, "Pod IPs")).toContainText("192.168.26.162");
    await expect(fact(page, "Namespace")).toContainText("filled in");
    await inspector(page).locator(".path").getByRole("button", { name: /Trunk/ }).focus();
    await page.keyboard.press("Enter");
    await expect(fact(page, "MAC")).toContainText("02:27:6e:aa:23:15");
    await expect(fact(page, "Device index")).toContainText("2");
    await expect(fact(page, "Attached")).toContainText("2022-09-29 10:29:58 UTC");
    await page.keyboard.press("Escape");
    await expect(inspector(page)).toBeHidden();
  });

  test("goes back and forward through what was selected, and a link opens the same", async ({ page, context }) => {
    await open(page, "/clusters/ironman-2022");
    await page.locator(".row-pod").click();
    await expect(inspector(page).getByRole("heading", { name: "default/aws-cli" })).toBeVisible();
    await inspector(page)
      .locator(".path")
      .getByRole("button", { name: /Branch/ })
      .click();
    await expect(inspector(page).getByRole("heading", { name: "eni-09a7a909e06fc4be6" })).toBeVisible();
    const shared = page.url();
    await page.goBack();
    await expect(inspector(page).getByRole("heading", { name: "default/aws-cli" })).toBeVisible();
    await page.goBack();
    await expect(inspector(page)).toBeHidden();
    const other = await context.newPage();
    await other.goto(shared);
    await expect(fact(other, "VLAN")).toContainText("1");
  });

  test("copies an address and says so", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await open(page, "/clusters/ironman-2022?select=eni-09a7a909e06fc4be6");
    await fact(page, "MAC").hover();
    await fact(page, "MAC").getByRole("button", { name: "Copy MAC" }).click();
    await expect(fact(page, "MAC").getByRole("button", { name: "Copied" })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("02:b0:01:6c:b5:79");
  });
});

test.describe("the living cluster", () => {
  test("goes on while selection, focus and view stay", async ({ page }) => {
    await open(page, "/clusters/living");
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    await page.locator(".slot[data-state=used]").first().click();
    const heading = inspector(page).getByRole("heading").first();
    const selected = await heading.textContent();
    await atRest(page);
    const viewport = page.locator(".react-flow__viewport");
    const before = await viewport.getAttribute("style");
    const patches = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let seen = 0;
          const stream = new EventSource("/api/clusters/living/stream");
          stream.addEventListener("patch", () => {
            seen += 1;
            if (seen < 3) return;
            stream.close();
            resolve(seen);
          });
        }),
    );
    expect(patches).toBe(3);
    await expect(heading).toHaveText(selected ?? "");
    await expect(heading).toBeFocused();
    expect(await viewport.getAttribute("style")).toBe(before);
  });

  test("highlights what a security group is on, and says how much", async ({ page }) => {
    await open(page, "/clusters/living");
    const rail = page.getByRole("complementary", { name: "Overview" });
    await rail
      .getByRole("button", { name: /living-payments/ })
      .first()
      .click();
    await expect(rail.getByText(/things highlighted/)).toBeVisible();
    await expect(page.locator(".card[data-faded=true]").first()).toBeVisible();
    await expect(page.locator(".slot[data-dim=false]").first()).toBeVisible();
    await rail.getByRole("button", { name: "Clear" }).click();
    await expect(page.locator(".card[data-faded=true]")).toHaveCount(0);
  });

  test("is walked with the arrow keys and opened with Enter", async ({ page }) => {
    await open(page, "/clusters/living");
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    await page.locator("[data-card][tabindex='0']").focus();
    const first = await page.evaluate(() => document.activeElement?.getAttribute("data-card"));
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-card"))).not.toBe(first);
    const second = await page.evaluate(() => document.activeElement?.getAttribute("data-card"));
    expect(second).not.toBeNull();
    await page.keyboard.press("Enter");
    await expect(fact(page, "Id")).toContainText(second ?? "");
  });

  test("unfolds when near and becomes one picture when far", async ({ page }) => {
    test.slow();
    await open(page, "/clusters/living");
    const diagram = page.locator("#diagram");
    const zoom = async (name: string, times: number) => {
      for (let time = 0; time < times; time += 1) {
        await page.getByRole("button", { name }).click();
        await atRest(page);
      }
    };
    await zoom("Zoom in", 4);
    await expect(diagram).toHaveAttribute("data-level", "near");
    await expect(page.locator(".row-ip").first()).toBeVisible();
    await zoom("Zoom out", 9);
    await expect(diagram).toHaveAttribute("data-level", "far");
    await expect(page.locator(".card")).toHaveCount(0);
  });

  test("shows a moment of the past, and goes live again", async ({ page, request }) => {
    const { clusters } = await (await request.get("/api/clusters")).json();
    const { status } = clusters.find(({ name }: { name: string }) => name === "living");
    const at = status.at - 5 * 60_000;
    await page.goto(`/clusters/living?at=${at}`);
    await expect(page.getByRole("button", { name: "Go live" })).toBeVisible();
    await page.getByRole("button", { name: "Go live" }).click();
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    expect(new URL(page.url()).searchParams.get("at")).toBeNull();
  });
});

test("partly blind: says what is not read, what that means and what to grant", async ({ page }) => {
  await page.goto("/clusters/blind");
  await expect(page).toHaveTitle(/partly blind/);
  const banner = page.locator(".banner");
  await expect(banner).toContainText("Partly blind: interfaces, securityGroups");
  await banner.locator("summary").click();
  await expect(banner).toContainText("UnauthorizedOperation");
  await expect(banner).toContainText("Grant ec2:DescribeNetworkInterfaces");
  await page.getByRole("button", { name: "How fresh EC2 is" }).click();
  await expect(page.getByRole("table")).toContainText("not authorized to perform: ec2:DescribeSecurityGroups");
  await expect(page.getByText("No branch is left over.")).toHaveCount(0);
});

test("an empty cluster teaches what would appear", async ({ page }) => {
  await page.goto("/clusters/empty");
  await expect(page.getByRole("heading", { name: "Nothing here yet" })).toBeVisible();
  await expect(page.getByText("ENABLE_POD_ENI=true")).toBeVisible();
});

test("an unknown cluster is a 404 that leads on", async ({ page }) => {
  const response = await page.goto("/clusters/nobody");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading")).toContainText("nobody");
  await page.getByRole("link", { name: "All clusters" }).click();
  await expect(page.getByRole("link", { name: /living/ })).toBeVisible();
});

test("hostile names are text at every level and in every panel", async ({ page }) => {
  await open(page, "/clusters/hostile");
  await page.getByRole("button", { name: "Zoom out" }).click();
  for (const row of await page.locator(".rail-row[aria-pressed]").all()) {
    await row.click();
    await expect(inspector(page)).toBeVisible();
  }
  expect(await page.evaluate(() => "injected" in window)).toBe(false);
  expect(await page.locator("img").count()).toBe(0);
  await expect(page.locator("body")).not.toContainText("\u202e", { useInnerText: true });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`has no accessibility fault that axe sees, ${colorScheme}`, async ({ browser, baseURL }) => {
    test.slow();
    const context = await browser.newContext({
      colorScheme,
      viewport: { width: 1280, height: 800 },
      reducedMotion: "reduce",
      ...(baseURL && { baseURL }),
    });
    const page = await context.newPage();
    await page.goto("/");
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
    for (const path of [
      "/clusters/ironman-2022",
      "/clusters/ironman-2022?select=pod/default/aws-cli",
      "/clusters/blind",
    ]) {
      await open(page, path);
      await atRest(page);
      // Dimmed parts are the background of a selection, whose text stands at full strength in the inspector.
      const { violations } = await new AxeBuilder({ page }).exclude("[data-dim=true]").analyze();
      expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    }
    await context.close();
  });
}

test("the theme chosen is in the first HTML of the next visit", async ({ page, request }) => {
  await open(page, "/clusters/ironman-2022");
  await page.getByRole("button", { name: "Preferences" }).click();
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(dark).toBe("rgb(11, 12, 14)");
  const cookie = await page.evaluate(() => document.cookie);
  const html = await (await request.get("/clusters/ironman-2022", { headers: { Cookie: cookie } })).text();
  expect(html).toContain('data-theme="dark"');
});

test("fits a phone: search first, diagram behind a tab, inspector as a sheet", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const name of ["living", "ironman-2022", "blind", "hostile", "empty"]) {
    await open(page, `/clusters/${name}`);
    expect(await overflow(page), name).toBeLessThanOrEqual(0);
  }
  await open(page, "/clusters/ironman-2022");
  await expect(page.getByLabel("Find in this cluster")).toBeInViewport();
  await page.getByRole("tab", { name: "Diagram" }).click();
  await page.locator(".eni[data-kind=trunk] .eni-title").click();
  await expect(fact(page, "MAC")).toContainText("02:27:6e:aa:23:15");
  await expect(page.locator(".eni[data-kind=trunk] .eni-title")).toBeInViewport();
  expect(await overflow(page)).toBeLessThanOrEqual(0);
});

/** Opens a page and waits until it listens to keys and clicks. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction(() => {
    const dashboard = document.querySelector(".dashboard");
    return dashboard !== null && Object.keys(dashboard).some((key) => key.startsWith("__reactProps"));
  });
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** The view has come to rest: two looks in a row find it where it was. */
async function atRest(page: Page) {
  const viewport = page.locator(".react-flow__viewport");
  let last: string | null = null;
  await expect(async () => {
    const before = last;
    last = await viewport.getAttribute("style");
    expect(last).toBe(before);
  }).toPass({ intervals: [200] });
}
