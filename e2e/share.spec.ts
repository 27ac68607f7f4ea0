import { expect, type Page, test } from "@playwright/test";

const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });
const rail = (page: Page) => page.getByRole("complementary", { name: "Overview" });
const parameters = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

test("a link opens what the sender saw: grouping, order, collapsed groups, search, selection", async ({
  page,
  context,
}) => {
  await open(page, "/clusters/living");
  await page.getByLabel("Group by").selectOption("namespace");
  await page.getByLabel("Order by").selectOption("free");
  await page.getByRole("button", { name: "Collapse edge" }).click();
  await rail(page)
    .getByRole("button", { name: /living-checkout/ })
    .first()
    .click();
  await expect(inspector(page).getByRole("heading", { name: "living-checkout" })).toBeVisible();
  expect(parameters(page)).toMatchObject({ group: "namespace", order: "free", folded: "edge" });
  const other = await context.newPage();
  await open(other, page.url());
  await expect(other.getByLabel("Group by")).toHaveValue("namespace");
  await expect(other.getByLabel("Order by")).toHaveValue("free");
  await expect(other.getByRole("button", { name: "Expand edge" })).toBeAttached();
  await expect(inspector(other).getByRole("heading", { name: "living-checkout" })).toBeVisible();
});

test("back and forward lead through grouping, collapsed groups, focus and selection", async ({ page }) => {
  await open(page, "/clusters/ironman-2022");
  await page.getByLabel("Group by").selectOption("subnet");
  await page.locator(".frame-fold").first().click();
  await page.goBack();
  await expect(page.locator(".card")).toHaveCount(1);
  await page.goBack();
  await expect(page.getByLabel("Group by")).toHaveValue("zone");
  await page.goForward();
  await expect(page.getByLabel("Group by")).toHaveValue("subnet");
  await page.goForward();
  await expect(page.locator(".frame[data-folded=true]")).toHaveCount(1);
});

test("a reload loses nothing", async ({ page }) => {
  const address =
    "/clusters/ironman-2022?group=subnet&order=findings&select=pod%2Fdefault%2Faws-cli&focus=pod%2Fdefault%2Faws-cli";
  await open(page, address);
  await page.reload();
  await expect(page.getByLabel("Group by")).toHaveValue("subnet");
  await expect(page.getByLabel("Order by")).toHaveValue("findings");
  await expect(inspector(page).getByRole("heading", { name: "default/aws-cli" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Path of default/aws-cli" })).toBeVisible();
});

test("a view is saved, opened and deleted by keyboard, and stays in the browser", async ({ page }) => {
  await open(page, "/clusters/ironman-2022?group=subnet&select=pod%2Fdefault%2Faws-cli");
  await page.getByLabel("Name of this view").focus();
  await page.keyboard.type("the pod");
  await page.keyboard.press("Enter");
  await expect(rail(page).getByRole("link", { name: "the pod" })).toBeVisible();
  await open(page, "/clusters/ironman-2022");
  await rail(page).getByRole("link", { name: "the pod" }).focus();
  await page.keyboard.press("Enter");
  await expect(inspector(page).getByRole("heading", { name: "default/aws-cli" })).toBeVisible();
  await expect(page.getByLabel("Group by")).toHaveValue("subnet");
  await rail(page).getByRole("button", { name: "Delete the pod" }).focus();
  await page.keyboard.press("Enter");
  await expect(rail(page).getByRole("link", { name: "the pod" })).toHaveCount(0);
  await page.reload();
  await expect(rail(page).getByRole("link", { name: "the pod" })).toHaveCount(0);
});

test("whatever somebody put where views are kept, the page stands and runs none of it", async ({ page }) => {
  await page.addInitScript(() => {
    window.localStorage.setItem(
      "trunkscope.views",
      JSON.stringify([
        7,
        { name: "<img src=x onerror='window.injected=1'>", cluster: "../../evil", query: "select=javascript:1" },
        { name: "no query", cluster: "living" },
      ]),
    );
  });
  await open(page, "/clusters/ironman-2022");
  const link = rail(page).getByRole("link", { name: /<img/ });
  await expect(link).toHaveAttribute("href", /^\/clusters\/\.\.%2F\.\.%2Fevil\?select=javascript%3A1$/);
  await expect(rail(page).getByRole("link")).toHaveCount(1);
  expect(await page.evaluate(() => "injected" in window)).toBe(false);
});

test("two moments are compared: what came, went and changed, and a row selects", async ({ page, request }) => {
  const { clusters } = await (await request.get("/api/clusters")).json();
  const { status } = clusters.find(({ name }: { name: string }) => name === "living");
  const { from } = status.span;
  await open(page, `/clusters/living?compare=${from}`);
  const panel = page.getByRole("region", { name: "Compare" });
  await expect(panel.getByText("From")).toBeVisible();
  await expect(panel.getByRole("heading", { name: "Pods" })).toBeVisible();
  await expect(panel.getByText(/^Added/).first()).toBeVisible();
  await panel.locator(".rail-row").first().focus();
  await page.keyboard.press("Enter");
  await expect(inspector(page)).toBeVisible();
  await expect(panel).toBeVisible();
  await panel.getByRole("button", { name: "Close the comparison" }).click();
  await expect(panel).toBeHidden();
  expect(new URL(page.url()).searchParams.has("compare")).toBe(false);
});

test("a moment that nothing is known of is said to be so", async ({ page }) => {
  await open(page, "/clusters/living?compare=1000");
  await expect(page.getByRole("region", { name: "Compare" }).getByRole("alert")).toContainText(
    "Nothing is known of that moment",
  );
});

/** Opens a page and waits until it listens to keys and clicks. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForFunction(() => {
    const dashboard = document.querySelector(".dashboard");
    return dashboard !== null && Object.keys(dashboard).some((key) => key.startsWith("__reactProps"));
  });
}
