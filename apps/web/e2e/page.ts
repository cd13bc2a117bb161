import type { Page } from "@playwright/test";

/** The trade page as a person uses it; shared by the specs and the screenshots. */
export const PASSWORD = "correct horse battery";
const PATIENCE_MS = 30_000;

export async function openMarket(page: Page, ticker = "BTC-USD"): Promise<void> {
  await page.goto(`/trade/${ticker}`);
  await bookLive(page);
}

/** The ladder is a canvas, so its accessible mirror is read instead of pixels. */
export async function bookLive(page: Page): Promise<void> {
  await page
    .locator('[data-testid="book-mirror"] table[data-side="bids"] tbody tr')
    .first()
    .waitFor({ state: "attached", timeout: PATIENCE_MS });
}

/** The legend is written once the chart has bars. */
export const chartDrawn = (page: Page): Promise<void> =>
  page.locator(".legend span").first().waitFor({ state: "attached", timeout: PATIENCE_MS });

export async function bestPrices(page: Page): Promise<{ bid: number; ask: number }> {
  const best = async (side: string): Promise<number> => {
    const cell = page.locator(`[data-testid="book-mirror"] table[data-side="${side}"] tbody td`);
    return numberOf(await cell.first().innerText());
  };
  return { bid: await best("bids"), ask: await best("asks") };
}

export const numberOf = (text: string): number =>
  Number(text.replace(/[−–]/g, "-").replace(/[^0-9.-]/g, ""));

/** Creates a wallet in the open dialog and returns its words. */
export async function createWallet(page: Page): Promise<string> {
  const dialog = page.locator("dialog");
  await dialog.getByRole("button", { name: "Show the words" }).click();
  const words = await dialog.locator(".phrase-grid li").allInnerTexts();
  await dialog.getByText("I have saved the words").click();
  await dialog.locator('input[name="new-password"]').fill(PASSWORD);
  await dialog.getByRole("button", { name: "Create wallet" }).click();
  return words.map((word) => word.trim()).join(" ");
}

export async function importWallet(page: Page, phrase: string): Promise<void> {
  const dialog = page.locator("dialog");
  await dialog.getByRole("radio", { name: "Import" }).click();
  await dialog.locator("textarea").fill(phrase);
  await dialog.locator('input[name="new-password"]').fill(PASSWORD);
  await dialog.getByRole("button", { name: "Import wallet" }).click();
  await dialog.waitFor({ state: "detached" });
}

/** The faucet dialog follows the creation of a wallet; it closes when the money has arrived. */
export async function takeTestFunds(page: Page): Promise<void> {
  const dialog = page.locator("dialog").last();
  await dialog.getByRole("button", { name: /^Get [\d,]+ USDC$/ }).click();
  await dialog
    .getByRole("button", { name: "Arrived. Start trading" })
    .click({ timeout: PATIENCE_MS });
}

export async function chooseType(page: Page, type: "Limit" | "Market"): Promise<void> {
  await page.locator(".ticket-form").getByRole("radio", { name: type, exact: true }).click();
}

export async function fillTicket(
  page: Page,
  values: { size: string; price?: string },
): Promise<void> {
  const form = page.locator(".ticket-form");
  if (values.price) await form.locator('input[name="price"]').fill(values.price);
  await form.locator('input[name="size"]').fill(values.size);
}

export const submit = (page: Page): Promise<void> => page.locator('[data-testid="submit"]').click();
