import { expect, test } from "@playwright/test";
import { expectAccessible, useTheme } from "./accessibility";
import { chartDrawn, createWallet, fillTicket, openMarket, takeTestFunds } from "./page";

for (const theme of ["dark", "light"] as const) {
  test(`${theme}: a newcomer's way has no serious barrier`, async ({ page, baseURL }) => {
    await useTheme(page, theme, baseURL ?? "");
    await openMarket(page);
    await chartDrawn(page);
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    await expectAccessible(page, "trade page without a wallet");
    await page.keyboard.press("/");
    await page.getByPlaceholder("Search by name or symbol").waitFor();
    await expectAccessible(page, "market list");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Settings" }).click();
    await expectAccessible(page, "settings");
    await page.keyboard.press("Escape");
    await page.locator(".topbar").getByRole("button", { name: "Create wallet" }).click();
    await page.locator("dialog").getByRole("button", { name: "Show the words" }).waitFor();
    await expectAccessible(page, "wallet dialog");
    await createWallet(page);
    await page
      .locator("dialog")
      .getByRole("button", { name: /^Get [\d,]+ USDC$/ })
      .waitFor();
    await expectAccessible(page, "faucet dialog");
    await takeTestFunds(page);
    await fillTicket(page, { size: "500" });
    await expect(page.locator(".ticket-form")).toContainText("Margin allows");
    await expectAccessible(page, "ticket with a problem");
    for (const table of ["Orders", "Fills", "Order history", "Transfers"]) {
      await page.getByRole("tab", { name: table }).click();
      await expectAccessible(page, table);
    }
    for (const path of ["/markets", "/portfolio"]) {
      await page.goto(path);
      await page.getByTestId("wallet-address").waitFor();
      await expectAccessible(page, path);
    }
  });
}
