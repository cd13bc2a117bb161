import { expect, type Page, test } from "@playwright/test";
import {
  bestPrices,
  chartDrawn,
  chooseType,
  createWallet,
  fillTicket,
  numberOf,
  openMarket,
  submit,
  takeTestFunds,
} from "./page";

/** Kinds of orders and what becomes of them, on one funded account. */
test.describe.configure({ mode: "serial" });
let page: Page;

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  await openMarket(page);
  await page.locator(".topbar").getByRole("button", { name: "Create wallet" }).click();
  await createWallet(page);
  await takeTestFunds(page);
});
test.afterAll(async () => {
  await page.close();
});

const option = (name: string) => page.locator(".ticket-form").getByLabel(name);
const lastToast = () => page.getByTestId("toast").last();

test("post-only that would take is mended to the price that rests", async () => {
  const { ask } = await bestPrices(page);
  await chooseType(page, "Limit");
  await fillTicket(page, { size: "0.01", price: String(ask + 5) });
  await option("Post-only").check();
  await expect(page.locator(".ticket-form")).toContainText("Would take");
  await page.locator(".field-note .link-button").click();
  await expect(page.locator(".ticket-form")).not.toContainText("Would take");
  await option("Post-only").uncheck();
});

test("an immediate order below the market fills nothing and leaves nothing", async () => {
  const { bid } = await bestPrices(page);
  await fillTicket(page, { size: "0.01", price: String(Math.round(bid * 0.95)) });
  await option("Fill now").check();
  await expect(page.getByTestId("submit")).toContainText("now at");
  await submit(page);
  await expect(lastToast()).toContainText(/found no match|Nothing was filled/);
  await page.getByRole("tab", { name: /^Orders/ }).click();
  await expect(page.getByTestId("open-order")).toHaveCount(0);
});

test("reduce-only closes and never turns a position", async () => {
  await option("Fill now").uncheck();
  await chooseType(page, "Market");
  await fillTicket(page, { size: "0.02" });
  await submit(page);
  await page.getByRole("tab", { name: /^Positions/ }).click();
  await expect(page.getByTestId("position-BTC-USD")).toContainText("0.0200");
  await page.locator(".ticket-form").getByRole("radio", { name: "Sell", exact: true }).click();
  await option("Reduce-only").check();
  await fillTicket(page, { size: "0.05" });
  await expect(page.locator(".ticket-form")).toContainText("Clipped to the position: 0.0200 BTC");
  await submit(page);
  await expect(page.getByTestId("position-BTC-USD")).toHaveCount(0);
  await option("Reduce-only").uncheck();
  await page.locator(".ticket-form").getByRole("radio", { name: "Buy", exact: true }).click();
});

test("a reversal is shown first, then turns the position in one order", async () => {
  await chooseType(page, "Market");
  await fillTicket(page, { size: "0.01" });
  await submit(page);
  const position = page.getByTestId("position-BTC-USD");
  await page.getByRole("tab", { name: /^Positions/ }).click();
  await expect(position).toContainText("Long");
  await page.getByTestId("reverse-BTC-USD").click();
  await expect(page.locator("dialog")).toContainText("0.0100");
  await expect(page.locator("dialog")).toContainText("−0.0100 BTC");
  await page.getByTestId("reverse-confirm").click();
  await expect(position).toContainText("Short");
  await page.getByTestId("close-BTC-USD").click();
  await page.getByTestId("close-confirm").click();
  await expect(position).toHaveCount(0);
});

test("an order's line on the chart is dragged to another price", async () => {
  const { bid } = await bestPrices(page);
  await chooseType(page, "Limit");
  // Close to the market: a young chart may show half a percent only.
  await fillTicket(page, { size: "0.01", price: String(Math.round(bid * 0.9996)) });
  await submit(page);
  await page.getByRole("tab", { name: /^Orders/ }).click();
  const order = page.getByTestId("open-order");
  await expect(order).toHaveCount(1);
  const priceOf = async (): Promise<number> =>
    numberOf(await order.first().locator("td").nth(4).innerText());
  const before = await priceOf();
  await chartDrawn(page);
  const at = await findLine();
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x, at.y + 12, { steps: 4 });
  await page.mouse.move(at.x, at.y + 24, { steps: 4 });
  await page.mouse.up();
  await expect(order).toHaveCount(1);
  await expect.poll(priceOf).toBeLessThan(before);
  await order.getByRole("button", { name: "Cancel" }).click();
  await expect(order).toHaveCount(0);
});

/** The pointer turns into a vertical handle over a line's label. */
async function findLine(): Promise<{ x: number; y: number }> {
  const chart = page.getByTestId("chart");
  const box = await chart.boundingBox();
  if (!box) throw new Error("the chart has no size");
  for (let y = 12; y < box.height - 30; y += 4) {
    const point = { x: box.x + 60, y: box.y + y };
    await page.mouse.move(point.x, point.y);
    const cursor = await chart.evaluate((element) => (element as HTMLElement).style.cursor);
    if (cursor === "ns-resize") return { x: point.x, y: point.y + 4 };
  }
  throw new Error("no draggable line found on the chart");
}
