import { expect, test } from "@playwright/test";
import { bookLive, openMarket } from "./page";

test("pages carry a strict policy and ask no third party", async ({ page, baseURL }) => {
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).hostname));
  const response = await page.goto("/trade/BTC-USD");
  const policy = response?.headers()["content-security-policy"] ?? "";
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  await bookLive(page);
  expect([...hosts]).toEqual([new URL(baseURL ?? "http://localhost").hostname]);
});

test("an unknown market is said to be unknown", async ({ page }) => {
  await page.goto("/trade/NOPE-USD");
  await expect(page.getByText("There is no market called NOPE-USD")).toBeVisible();
});

test("an address that names no market at all is a 404", async ({ page }) => {
  const response = await page.goto("/trade/not%20a%20market!");
  expect(response?.status()).toBe(404);
  await expect(
    page.getByRole("heading", { name: "There is nothing at this address" }),
  ).toBeVisible();
});

test("what is typed wrong is named with its rule", async ({ page }) => {
  await openMarket(page);
  const form = page.locator(".ticket-form");
  const size = form.locator('input[name="size"]');
  const price = form.locator('input[name="price"]');
  for (const [field, typed, told] of [
    [size, "0", "The size must be above 0."],
    [size, "lots", "The size is not a number."],
    [size, "0.00001", "The smallest order is 0.0001 BTC."],
    [size, "0.12345", "Sizes come in steps of 0.0001 BTC."],
    [price, "1.2.3", "The price is not a number."],
    [price, "20000.5", "Prices come in ticks of 1."],
  ] as const) {
    await field.fill(typed);
    await expect(form, typed).toContainText(told);
  }
});

test("the chart fills the screen and comes back", async ({ page }) => {
  await openMarket(page);
  const panel = page.locator(".chart-panel");
  const before = await panel.boundingBox();
  await page.getByRole("button", { name: "Full screen" }).click();
  await expect.poll(async () => (await panel.boundingBox())?.width).toBe(1440);
  await page.getByRole("button", { name: "Leave full screen" }).click();
  await expect.poll(() => panel.boundingBox()).toEqual(before);
});

test("the keyboard finds a market and switches to it", async ({ page }) => {
  await openMarket(page);
  await page.keyboard.press("/");
  await page.getByPlaceholder("Search by name or symbol").fill("eth");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/trade\/ETH-USD$/);
  await expect(page).toHaveTitle(/ETH-USD/);
  await bookLive(page);
});

test("a price picked in the book lands in the ticket", async ({ page }) => {
  await openMarket(page);
  const ladder = page.locator("canvas.ladder").last();
  await ladder.click({ position: { x: 60, y: 50 } });
  const price = await page.locator('.ticket-form input[name="price"]').inputValue();
  expect(price).toMatch(/^[\d,.]+$/);
});

test("Chinese and the light theme survive a reload", async ({ page }) => {
  await openMarket(page);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("radio", { name: "Light" }).click();
  await page.getByRole("radio", { name: "简体中文" }).click();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  await expect(page.locator(".topbar")).toContainText("交易");
  expect(await page.locator("body").innerText()).not.toMatch(/\{\w+\}/);
});

test("health and metrics answer", async ({ request }) => {
  expect((await request.get("/api/health/ready")).status()).toBe(200);
  expect((await request.get("/api/health/live")).status()).toBe(200);
  expect(await (await request.get("/api/metrics")).text()).toContain("process_uptime_seconds");
});
