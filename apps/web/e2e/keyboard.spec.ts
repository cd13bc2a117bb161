import { expect, type Locator, type Page, test } from "@playwright/test";
import { bestPrices, openMarket, PASSWORD } from "./page";

/** Far more stops than the page has: whoever needs them all cannot be reached. */
const MOST_STOPS = 80;

/** Tabs until `target` has the focus, which must then be visible. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.first().waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await target.first().evaluate((element) => element === document.activeElement)) {
      const outline = await target
        .first()
        .evaluate((element) => getComputedStyle(element).outlineStyle);
      const framed = await target.first().evaluate((element) => element.matches("input, textarea"));
      expect(framed || outline !== "none", "the focus is visible").toBe(true);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${target}`);
}

const press = async (page: Page, target: Locator): Promise<void> => {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
};

test("keyboard alone: wallet, funds, order, book, cancel, close", async ({ page }) => {
  await openMarket(page);
  const dialog = page.locator("dialog");
  await press(page, page.locator(".topbar").getByRole("button", { name: "Create wallet" }));
  await press(page, dialog.getByRole("button", { name: "Show the words" }));
  await tabTo(page, dialog.getByLabel("I have saved the words"));
  await page.keyboard.press("Space");
  await tabTo(page, dialog.locator('input[name="new-password"]'));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await press(page, dialog.getByRole("button", { name: /^Get [\d,]+ USDC$/ }));
  await press(page, dialog.getByRole("button", { name: "Arrived. Start trading" }));
  await expect(dialog).toHaveCount(0);

  await page.keyboard.press("m");
  await page.keyboard.press(".");
  await page.keyboard.type("0.01");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("position-BTC-USD")).toContainText("Long");

  await tabTo(page, page.getByTestId("book"));
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const price = page.locator('.ticket-form input[name="price"]');
  await expect(price).toHaveValue(/^[\d,]+$/);
  const { bid } = await bestPrices(page);
  expect(Number((await price.inputValue()).replaceAll(",", ""))).toBeLessThanOrEqual(bid * 1.01);

  await tabTo(page, page.locator('.ticket-form input[name="size"]'));
  await page.keyboard.type("0.01");
  await page.keyboard.press("Enter");
  const orders = page.getByRole("tab", { name: /^Orders/ });
  await expect(orders).toContainText("1");
  await tabTo(page, page.getByRole("tab", { name: /^Positions/ }));
  await page.keyboard.press("ArrowRight");
  await expect(page.getByTestId("open-order")).toHaveCount(1);
  await page.keyboard.press("Shift+C");
  await expect(page.getByTestId("open-order")).toHaveCount(0);

  await page.keyboard.press("ArrowLeft");
  await press(page, page.getByTestId("close-BTC-USD"));
  await press(page, page.getByTestId("close-confirm"));
  await expect(page.getByTestId("position-BTC-USD")).toHaveCount(0);
});
