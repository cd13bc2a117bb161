import { expect, test } from "@playwright/test";
import { expectAccessible, useTheme } from "./accessibility";
import {
  chooseType,
  createWallet,
  fillTicket,
  type openMarket,
  submit,
  takeTestFunds,
} from "./page";

test("390 px: wallet, order sheet, position and close with two thumbs", async ({ page }) => {
  await openMarketOnPhone(page);
  await page.locator(".phone-actions").getByRole("button", { name: "Buy" }).tap();
  await submit(page);
  await createWallet(page);
  await takeTestFunds(page);
  await chooseType(page, "Market");
  await fillTicket(page, { size: "0.01" });
  await submit(page);
  await expect(page.getByTestId("position-BTC-USD")).toContainText("Long");
  await page.getByTestId("close-BTC-USD").tap();
  await page.getByTestId("close-confirm").tap();
  await expect(page.getByTestId("position-BTC-USD")).toHaveCount(0);
});

test("390 px: five tabs, nothing wider than the screen", async ({ page }) => {
  await openMarketOnPhone(page);
  for (const tab of ["Markets", "Positions", "Portfolio", "More", "Trade"]) {
    await page.locator(".phone-tabs").getByRole("link", { name: tab }).tap();
    await expect(page.locator('.phone-tabs a[aria-current="page"]')).toHaveText(tab);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow, tab).toBeLessThanOrEqual(0);
  }
});

for (const theme of ["dark", "light"] as const) {
  test(`390 px, ${theme}: no serious barrier`, async ({ page, baseURL }) => {
    await useTheme(page, theme, baseURL ?? "");
    await openMarketOnPhone(page);
    for (const view of ["Book", "Trades", "Info", "Chart"]) {
      await page.locator(".phone-views").getByRole("radio", { name: view }).tap();
      await expectAccessible(page, view);
    }
    await page.locator(".phone-actions").getByRole("button", { name: "Buy" }).tap();
    await page.locator('dialog .ticket-form input[name="size"]').waitFor();
    await expectAccessible(page, "order sheet");
    for (const path of ["/markets", "/positions", "/portfolio", "/more"]) {
      await page.goto(path);
      await page.locator(".phone-tabs").waitFor();
      await expectAccessible(page, path);
    }
  });
}

async function openMarketOnPhone(page: Parameters<typeof openMarket>[0]): Promise<void> {
  await page.goto("/trade/BTC-USD");
  await expect(page.getByTestId("last-price")).toHaveText(/\d/);
}
