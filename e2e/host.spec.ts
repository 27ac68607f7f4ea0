import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

const seed = (name: string) => readFileSync(join(import.meta.dirname, "fixtures/host/ironman-2022", name), "utf8");
const addresses = seed("ip-a.txt");
const routes = seed("ip-route-show-table-all.txt");
const address = "/clusters/ironman-2022?select=pod/default/aws-cli&panel=path";

const panel = (page: Page) => page.getByRole("region", { name: "Path of default/aws-cli on its node" });
const hop = (page: Page, name: string) =>
  panel(page)
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name, level: 3 }) });
const lines = (page: Page, name: string) => hop(page, name).locator(".judged > li");

async function open(page: Page) {
  await page.goto(address);
  await expect(hop(page, "Branch ENI")).toBeVisible({ timeout: 15_000 });
}

async function paste(page: Page, text: string) {
  await panel(page).getByLabel("Or paste output").fill(text);
  await panel(page).getByRole("button", { name: "Compare", exact: true }).click();
}

test.describe("the path of a Pod on its node", () => {
  test("is computed from eth0 to the branch, and claims nothing as observed", async ({ page }) => {
    await open(page);
    const names = panel(page).locator(".host-hop h3");
    await expect(names).toHaveText([
      /^Interface in the Pod/,
      "Host veth",
      "ip rules",
      "Route table",
      "VLAN device",
      "Trunk device",
      /^Trunk ENI/,
      /^Branch ENI/,
    ]);
    await expect(hop(page, "Host veth")).toContainText("vlanafd4c544f81");
    await expect(hop(page, "VLAN device")).toContainText("vlan.eth.1");
    await expect(panel(page).locator(".verdict:not([data-verdict=not-observed])")).toHaveCount(0);
    await expect(panel(page).getByRole("row", { name: /kubelet probes to the Pod strict/ })).toContainText(
      "ingress of the branch",
    );
  });

  test("is confirmed line by line by the output that was pasted of the node, and nothing of that leaves the browser", async ({
    page,
  }) => {
    await open(page);
    const sent: string[] = [];
    page.on("request", (request) => sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ""}`));
    await paste(page, addresses);
    await paste(page, routes);
    await expect(lines(page, "VLAN device").first()).toContainText("Confirmed");
    const confirmed = panel(page).locator(".host-hop .judged > li[data-verdict=confirmed]");
    await expect(confirmed).toHaveCount(8);
    await expect(lines(page, "Host veth")).toHaveCount(1);
    await expect(lines(page, "Host veth")).toContainText("Confirmed");
    await expect(lines(page, "Route table")).toHaveCount(3);
    for (const line of await lines(page, "Route table").all()) await expect(line).toContainText("Confirmed");
    await expect(lines(page, "Route table").first()).toContainText("pasted 2:4");
    await expect(panel(page)).toContainText("strict as the node shows");
    await expect(panel(page).locator(".host-summary")).toContainText("8 confirmed, 0 different, 0 missing, 0 surplus");
    await expect(panel(page).getByText("The output that was given proves nothing wrong.")).toBeVisible();
    await expect(panel(page).getByRole("listitem").filter({ hasText: "devices of ip: 5" }).first()).toBeVisible();
    await expect(panel(page).getByRole("listitem").filter({ hasText: "routes: 40" }).first()).toBeVisible();
    expect(sent.filter((one) => /vlanafd4c544f81|^POST|^PUT/.test(one))).toEqual([]);
  });

  test("says what is wrong, with the line, the finding and what to do", async ({ page }) => {
    await open(page);
    await paste(page, addresses.replace("02:b0:01:6c:b5:79", "02:b0:01:6c:b5:00"));
    const device = lines(page, "VLAN device").first();
    await expect(device).toContainText("Different");
    await expect(device).toContainText("MAC is 02:b0:01:6c:b5:00, not 02:b0:01:6c:b5:79");
    const findings = panel(page).getByRole("region", { name: "Findings on the node" });
    await expect(findings).toContainText("SGP-102");
    await expect(findings).toContainText("Delete the pod, so that the CNI makes the device anew.");
  });

  test("takes files, tells those it cannot use, and shows lines that it does not understand", async ({ page }) => {
    await open(page);
    await panel(page)
      .locator("input[type=file]")
      .setInputFiles([
        { name: "ip-a.txt", mimeType: "text/plain", buffer: Buffer.from(`${addresses}\nwho knows\n`) },
        { name: "picture.png", mimeType: "image/png", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]) },
        { name: "eks_i-01.tar.gz", mimeType: "application/gzip", buffer: gzipSync(Buffer.from("no archive")) },
      ]);
    const given = panel(page).locator(".host-given > li");
    await expect(given.nth(0)).toContainText("Recognised as i-01ac2403f4932c7ee by a MAC");
    await given.nth(0).getByText("1 line was not understood").click();
    await expect(given.nth(0)).toContainText("who knows");
    await expect(given.nth(1)).toContainText("neither text nor a tar archive");
    await expect(given.nth(2)).toContainText(/no tar archive|ends within a member/);
    await given.nth(0).getByRole("button", { name: "Take ip-a.txt away" }).click();
    await expect(panel(page).locator(".verdict[data-verdict=confirmed]")).toHaveCount(0);
  });

  test("is reached from the inspector and left with Escape, and forgets what was given", async ({ page }) => {
    await page.goto("/clusters/ironman-2022?select=pod/default/aws-cli");
    const opener = page.getByRole("complementary").getByRole("button", { name: "Path on the node" });
    await opener.click();
    await expect(page).toHaveURL(/panel=path/);
    await expect(panel(page).getByRole("heading", { level: 2 })).toBeFocused();
    await paste(page, addresses);
    await expect(lines(page, "Host veth").first()).toContainText("Confirmed");
    await panel(page).getByRole("heading", { level: 2 }).focus();
    await page.keyboard.press("Escape");
    await expect(panel(page)).toBeHidden();
    await expect(opener).toBeFocused();
    await opener.press("Enter");
    await expect(hop(page, "Host veth")).toBeVisible();
    await expect(panel(page).locator(".verdict[data-verdict=confirmed]")).toHaveCount(0);
  });

  test("takes what is dropped on it, wherever that is, and leads to what came of it", async ({ page }) => {
    await open(page);
    const dropped = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "ip-a.txt"));
      return data;
    }, addresses);
    await panel(page).getByRole("button", { name: "Output of the node" }).click();
    await expect(panel(page).getByLabel("Or paste output")).toBeFocused();
    await panel(page).getByRole("heading", { level: 2 }).focus();
    await panel(page).dispatchEvent("drop", { dataTransfer: dropped });
    await expect(lines(page, "Host veth").first()).toContainText("Confirmed");
    await expect(panel(page).locator(".host-summary")).toBeFocused();
    await expect(panel(page).locator(".host-summary")).toBeInViewport();
  });

  test("leads to the path lifted out of the diagram and back, and stands in the palette", async ({ page }) => {
    await open(page);
    await panel(page).getByRole("button", { name: "Lift the path out" }).click();
    await expect(page).toHaveURL(/focus=pod/);
    await page.locator(".focused").getByRole("button", { name: "Path on the node" }).click();
    await expect(panel(page)).toBeVisible();
    await expect(page).not.toHaveURL(/focus=/);
    await page.keyboard.press("ControlOrMeta+k");
    await page.getByRole("dialog").getByRole("combobox").fill("Close the path on the node");
    await page.keyboard.press("Enter");
    await expect(panel(page)).toBeHidden();
  });

  test("gives the commands that gather the output", async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await open(page);
    await panel(page).getByText("By SSM").click();
    await panel(page).getByRole("button", { name: "Copy command: By SSM" }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain("aws ssm start-session --target i-01ac2403f4932c7ee");
  });

  test("of an instance is that of each of its Pods", async ({ page }) => {
    await page.goto("/clusters/ironman-2022?select=i-01ac2403f4932c7ee&panel=path");
    await expect(page.getByRole("region", { name: /^Paths on ip-/ })).toContainText("vlan.eth.1", { timeout: 15_000 });
  });

  for (const scheme of ["light", "dark"] as const) {
    test(`holds no barrier on a phone, ${scheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width: 390, height: 844 });
      await open(page);
      await paste(page, addresses);
      await expect(lines(page, "Host veth").first()).toContainText("Confirmed");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      expect(
        await panel(page)
          .locator(".host-body")
          .evaluate((body) => body.scrollWidth <= body.clientWidth),
      ).toBe(true);
      const found = await new AxeBuilder({ page }).include(".host-panel").analyze();
      expect(found.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    });
  }
});
