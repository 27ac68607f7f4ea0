import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";
import type { Snapshot } from "../lib/snapshot/snapshot.ts";

const branchId = "eni-09a7a909e06fc4be6";
const pod = "/clusters/ironman-2022?select=pod/default/aws-cli";
const branch = `/clusters/ironman-2022?select=${branchId}`;

const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });
const tab = (page: Page, name: string) => inspector(page).getByRole("tab", { name });
const part = (page: Page) => inspector(page).getByRole("tabpanel");
const fact = (page: Page, name: string) =>
  inspector(page).locator("dl > div", { has: page.getByText(name, { exact: true }) });
const edge = (page: Page) => inspector(page).getByRole("separator");

test.describe("a fact", () => {
  test("says where and when it was seen, to the pointer and to the keyboard", async ({ page }) => {
    await open(page, branch);
    const chip = fact(page, "MAC").locator(".seen-chip");
    const tip = fact(page, "MAC").getByRole("tooltip");
    await expect(tip).toBeHidden();
    await chip.hover();
    await expect(tip).toContainText(`EC2, interfaces/${branchId}/mac. Read 2022-`);
    await page.mouse.move(0, 0);
    await expect(tip).toBeHidden();
    await chip.focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    await expect(tip).toBeVisible();
  });

  test("that no source states says what it was concluded from", async ({ page }) => {
    await open(page, branch);
    await fact(page, "Slot state").locator(".seen-chip").hover();
    await expect(fact(page, "Slot state").getByRole("tooltip")).toContainText("Concluded from interfaces, pods.");
  });

  test("of a collection that cannot be read says so", async ({ page }) => {
    await open(page, "/clusters/blind?select=eni-01f7b73cf13962fe5");
    await fact(page, "MAC").locator(".seen-chip").hover();
    await expect(fact(page, "MAC").getByRole("tooltip")).toContainText("cannot be read now: UnauthorizedOperation");
  });

  test("is copied: id, ARN, IP and MAC, each with a check mark", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await open(page, "/clusters/living");
    await page.locator(".slot[data-state=used]").first().click();
    const id = (await inspector(page).getByRole("heading", { level: 2 }).textContent()) ?? "";
    for (const [name, text] of [
      ["Id", new RegExp(`^${id}$`)],
      ["ARN", new RegExp(`^arn:aws:ec2:[a-z0-9-]+:\\d{12}:network-interface/${id}$`)],
      ["Private IP", /^[\d.]+$/],
      ["MAC", /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/],
    ] as const) {
      await fact(page, name)
        .getByRole("button", { name: `Copy ${name}` })
        .focus();
      await page.keyboard.press("Enter");
      await expect(fact(page, name).getByRole("button", { name: "Copied" })).toBeVisible();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(text);
    }
  });
});

test.describe("parts", () => {
  test("are walked with arrow keys, stand in the address, and survive a reload and the way back", async ({ page }) => {
    await open(page, pod);
    await tab(page, "Facts").focus();
    await page.keyboard.press("ArrowRight");
    await expect(tab(page, "Events")).toBeFocused();
    await page.keyboard.press("ArrowRight");
    await expect(part(page)).toContainText("As recorded");
    expect(new URL(page.url()).searchParams.getAll("panel")).toEqual(["raw"]);
    await page.reload();
    await expect(tab(page, "Raw")).toHaveAttribute("aria-selected", "true");
    await expect(part(page)).toContainText("As recorded");
    await page.goBack();
    await expect(tab(page, "Events")).toHaveAttribute("aria-selected", "true");
    await tab(page, "Events").focus();
    await page.keyboard.press("End");
    await expect(tab(page, "Elsewhere")).toBeFocused();
  });

  test("raw: read-only JSON that folds, the pod-eni annotation parsed and marked", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await open(page, `${pod}&panel=raw`);
    const annotation = part(page).locator(".json-annotation");
    await expect(annotation).toContainText("vpc.amazonaws.com/pod-eni");
    await expect(annotation.locator(".json-line", { hasText: "eniId" })).toContainText(branchId);
    await annotation.locator("summary").first().click();
    await expect(annotation.locator(".json-line", { hasText: "eniId" })).toBeHidden();
    await expect(part(page).locator("input, textarea, [contenteditable]")).toHaveCount(0);
    await part(page).getByRole("button", { name: "Copy default/aws-cli as JSON" }).click();
    const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
    expect(copied).toMatchObject({ namespace: "default", name: "aws-cli" });
  });

  test("elsewhere: commands to copy, the console of the region, links of the operator", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await open(page, `${pod}&panel=ways`);
    const command = part(page).locator(".command", { hasText: "The pod-eni annotation" });
    await command.getByRole("button", { name: "Copy the command" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      "kubectl get pod -n default aws-cli -o 'jsonpath={.metadata.annotations.vpc\\.amazonaws\\.com/pod-eni}'",
    );
    const logs = part(page).getByRole("link", { name: "Logs of the Pod" });
    await expect(logs).toHaveAttribute("href", "https://logs.example/ironman-2022?ns=default&pod=aws-cli");
    await expect(logs).toHaveAttribute("rel", "noreferrer");
    await expect(part(page).getByRole("link", { name: "Network interface" })).toHaveAttribute(
      "href",
      `https://eu-west-1.console.aws.amazon.com/ec2/home?region=eu-west-1#NetworkInterface:networkInterfaceId=${branchId}`,
    );
    await open(page, `${branch}&panel=ways`);
    await expect(part(page).getByRole("link", { name: "Runbook" })).toHaveAttribute(
      "href",
      `http://runbooks.example/trunks#${branchId}`,
    );
    await expect(part(page).getByText("aws ec2 describe-network-interfaces", { exact: false })).toBeVisible();
  });

  test("events: newest first, with the reason, how often and when", async ({ page, request }) => {
    const { id } = await podWithEvents(request);
    await open(page, `/clusters/living?select=${encodeURIComponent(id)}&panel=events`);
    const rows = part(page).locator(".events li");
    await expect(rows.first()).toBeVisible();
    const times = await rows
      .locator("time")
      .evaluateAll((all) => all.map((one) => Date.parse(one.getAttribute("datetime") ?? "")));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    await expect(tab(page, "Events")).toContainText(String(await rows.count()));
  });
});

test.describe("relations", () => {
  test("each row jumps there and lights it up", async ({ page }) => {
    await open(page, branch);
    await part(page).locator(".relation", { hasText: "Trunk" }).getByRole("button").first().click();
    await expect(inspector(page).getByRole("heading", { name: "eni-01f7b73cf13962fe5" })).toBeFocused();
    await expect(page.locator(".eni[data-kind=trunk] .eni-title")).toHaveAttribute("data-selected", "true");
  });

  test("of which there are many are counted, and all shown in the table", async ({ page, request }) => {
    const { resources } = await snapshotOf(request);
    const group = resources.find((one) => one.kind === "securityGroup" && one.name === "living-nodes")?.id ?? "";
    const total = resources.filter((one) => one.kind === "interface" && one.groupIds.includes(group)).length;
    expect(total).toBeGreaterThan(10);
    await open(page, `/clusters/living?select=${group}`);
    const list = part(page).locator(".relation", { hasText: "Interfaces" });
    await expect(list.getByRole("listitem")).toHaveCount(10);
    await list.getByRole("button", { name: /^Show all \d+ in the table$/ }).click();
    const { searchParams } = new URL(page.url());
    expect(searchParams.getAll("panel")).toContain("table");
    expect(searchParams.get("find")).toBe(`kind:interface sg=${group}`);
    expect(searchParams.get("kind")).toBe("interface");
  });
});

test.describe("what is not there", () => {
  test("a link to a deleted branch says when it was last seen, and leads back to that moment", async ({
    page,
    request,
  }) => {
    const gone = await goneBranch(request);
    await open(page, `/clusters/living?select=${gone}`);
    await expect(inspector(page)).toContainText(`${gone} is gone.`);
    await expect(inspector(page)).toContainText(/Last seen \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
    await expect(inspector(page)).toContainText("As it was last recorded");
    await inspector(page).getByRole("button", { name: "Show it as it was then" }).click();
    await expect(fact(page, "Id")).toContainText(gone);
    expect(new URL(page.url()).searchParams.get("at")).toMatch(/^\d+$/);
  });

  test("an id that nobody ever saw is told from one that is gone", async ({ page }) => {
    await open(page, "/clusters/ironman-2022?select=eni-0123456789abcdef0");
    await expect(inspector(page)).toContainText("Nothing named eni-0123456789abcdef0 is known.");
    await expect(inspector(page)).toContainText("no reading back to 2022-");
    await open(page, "/clusters/ironman-2022?select=%3Cimg%20src=x%3E");
    await expect(inspector(page)).toContainText("No resource has an id of this form.");
  });

  test("while it is looked for, that is said; an answer that does not come can be asked for again", async ({
    page,
  }) => {
    let isDown = true;
    await page.route("**/object?*", async (route) => {
      if (isDown) await route.fulfill({ status: 503, json: { error: { code: "unavailable", message: "Not now." } } });
      else await route.continue();
    });
    await open(page, "/clusters/ironman-2022?select=eni-0123456789abcdef0");
    await expect(inspector(page)).toContainText("could not be read: Not now.");
    isDown = false;
    await inspector(page).getByRole("button", { name: "Try again" }).click();
    await expect(inspector(page)).toContainText("Nothing named");
  });
});

test.describe("its size", () => {
  test("is changed by arrow keys and pointer, and kept", async ({ page }) => {
    await open(page, branch);
    await expect(edge(page)).toHaveAttribute("aria-valuenow", "400");
    await edge(page).focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Shift+ArrowLeft");
    await expect(edge(page)).toHaveAttribute("aria-valuenow", "480");
    expect((await inspector(page).boundingBox())?.width).toBe(480);
    const { x, y, width, height } = (await edge(page).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2 - 60, y + height / 2, { steps: 4 });
    await page.mouse.up();
    await expect(edge(page)).toHaveAttribute("aria-valuenow", "540");
    await page.reload();
    expect((await inspector(page).boundingBox())?.width).toBe(540);
    await edge(page).focus();
    await page.keyboard.press("End");
    expect((await inspector(page).boundingBox())?.width).toBe(800);
    await page.keyboard.press("Enter");
    await expect(edge(page)).toHaveAttribute("aria-valuenow", "400");
  });

  test("on a phone it is a sheet, as high as one likes", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page, `${pod}&panel=raw`);
    await expect(part(page)).toContainText("vpc.amazonaws.com/pod-eni");
    const before = (await inspector(page).boundingBox())?.height ?? 0;
    await edge(page).focus();
    await page.keyboard.press("ArrowUp");
    await expect.poll(async () => (await inspector(page).boundingBox())?.height ?? 0).toBeGreaterThan(before);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in any part, ${colorScheme}`, async ({ browser, baseURL }) => {
    test.slow();
    const viewport = { width: 1280, height: 800 };
    const context = await browser.newContext({
      colorScheme,
      viewport,
      reducedMotion: "reduce",
      ...(baseURL && { baseURL }),
    });
    const page = await context.newPage();
    for (const path of [
      pod,
      `${pod}&panel=events`,
      `${pod}&panel=raw`,
      `${pod}&panel=ways`,
      "/clusters/ironman-2022?select=eni-0123456789abcdef0",
    ]) {
      await open(page, path);
      await expect(inspector(page).locator(".looking, .stage-note")).toHaveCount(0);
      const { violations } = await new AxeBuilder({ page }).include(".inspector").analyze();
      expect(violations.map(({ id, nodes }) => `${path} ${id} ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    }
    await context.close();
  });
}

async function snapshotOf(request: APIRequestContext, at?: number): Promise<Snapshot> {
  const query = at === undefined ? "" : `?at=${at}`;
  return (await request.get(`/api/clusters/living/snapshot${query}`)).json();
}

async function goneBranch(request: APIRequestContext): Promise<string> {
  const now = await snapshotOf(request);
  const there = new Set(now.resources.map(({ id }) => id));
  const before = await snapshotOf(request, now.at - 10 * 60_000);
  const gone = before.resources.find(({ id, kind }) => kind === "branch" && !there.has(id));
  if (!gone) throw new Error("no branch went away in ten minutes of the living cluster");
  return gone.id;
}

async function podWithEvents(request: APIRequestContext): Promise<{ readonly id: string }> {
  const { resources } = await snapshotOf(request);
  const youngest = resources
    .filter((one) => one.kind === "pod" && one.branchIds.length > 0)
    .toSorted((a, b) => createdAt(b) - createdAt(a));
  for (const { id } of youngest.slice(0, 10)) {
    const { events } = await (await request.get(`/api/clusters/living/object?id=${encodeURIComponent(id)}`)).json();
    if (events.total > 1) return { id };
  }
  throw new Error("no young Pod of the living cluster has events");
}

function createdAt(resource: Snapshot["resources"][number]): number {
  return "createdAt" in resource ? (resource.createdAt ?? 0) : 0;
}

/** Opens a page and waits until it listens to keys and clicks. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction(() => {
    const dashboard = document.querySelector(".dashboard");
    return dashboard !== null && Object.keys(dashboard).some((key) => key.startsWith("__reactProps"));
  });
}
