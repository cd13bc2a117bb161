import { expect, type Page, test } from "@playwright/test";
import {
  bestPrices,
  chooseType,
  createWallet,
  fillTicket,
  numberOf,
  openMarket,
  PASSWORD,
  submit,
  takeTestFunds,
} from "./page";

/** Issue 3, "Shows" 3: from nothing to a closed trade, over the running stack. */
test.describe.configure({ mode: "serial" });

let page: Page;
let phrase = "";
const problems: string[] = [];

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
});
test.afterAll(async () => {
  await page.close();
});

test("the market is live: price, chart, book and blocks", async () => {
  await openMarket(page);
  await expect(page.getByTestId("last-price")).toHaveText(/\d/);
  await expect(page.getByTestId("chart").locator("canvas").first()).toBeVisible();
  await expect(page.locator(".legend")).toContainText(/C\s*[\d,]+/);
  const { bid, ask } = await bestPrices(page);
  expect(bid).toBeLessThan(ask);
  const block = async (): Promise<number> =>
    numberOf(await page.locator(".footer b").first().innerText());
  const before = await block();
  await expect.poll(block, { timeout: 30_000 }).toBeGreaterThan(before);
});

test("a newcomer creates a wallet and gets funds", async () => {
  await page.locator(".topbar").getByRole("button", { name: "Create wallet" }).click();
  phrase = await createWallet(page);
  expect(phrase.split(" ")).toHaveLength(24);
  await takeTestFunds(page);
  await expect(page.getByTestId("equity")).toHaveText("$10,000.00");
  await expect(page.getByTestId("wallet-address")).toContainText("dydx1");
});

test("the keys are at rest only as ciphertext", async () => {
  const stored = await page.evaluate(async () => {
    const open = indexedDB.open("perpetua");
    const db = await new Promise<IDBDatabase>((resolve) => {
      open.onsuccess = () => resolve(open.result);
    });
    const all = db.transaction("keys").objectStore("keys").getAll();
    const records = await new Promise<unknown[]>((resolve) => {
      all.onsuccess = () => resolve(all.result);
    });
    db.close();
    const text = records.map((record) => {
      const { ciphertext } = record as { ciphertext?: ArrayBuffer };
      return ciphertext ? new TextDecoder("latin1").decode(ciphertext) : JSON.stringify(record);
    });
    return `${text.join()} ${JSON.stringify(localStorage)} ${document.cookie} ${location.href}`;
  });
  const [first = "", second = ""] = phrase.split(" ");
  expect(stored).not.toContain(`${first} ${second}`);
});

test("a market order fills, moves book and candle and becomes a position", async () => {
  const mirror = page.getByTestId("book-mirror");
  const before = await mirror.innerText();
  await chooseType(page, "Market");
  await fillTicket(page, { size: "0.01" });
  await expect(page.getByTestId("preview")).toContainText("Liquidation price");
  await expect(page.getByTestId("submit")).toHaveText(/^Buy 0\.01 BTC at market ≈ \$[\d,.]+$/);
  await submit(page);
  await expect(page.getByTestId("toast").first()).toContainText("Bought 0.01 BTC");
  await expect(page.getByTestId("position-BTC-USD")).toContainText("0.0100");
  await expect(page.getByTestId("position-BTC-USD")).toContainText("Long");
  await expect.poll(() => mirror.innerText()).not.toBe(before);
  await expect(page.locator(".legend")).toContainText(/Vol [\d.]+ BTC/);
});

test("a limit order rests, shows in the book and is cancelled", async () => {
  const { bid } = await bestPrices(page);
  await chooseType(page, "Limit");
  const price = String(Math.round(bid * 0.97));
  await fillTicket(page, { size: "0.02", price });
  await page.locator(".ticket-form").getByText("Post-only").click();
  await submit(page);
  await page.getByRole("tab", { name: /^Orders/ }).click();
  const order = page.getByTestId("open-order");
  await expect(order).toHaveCount(1);
  await expect(order).toContainText("Buy post-only");
  await expect(order).toContainText("Open");
  await order.getByRole("button", { name: "Cancel" }).click();
  await expect(order).toHaveCount(0);
  await page.getByRole("tab", { name: "Order history" }).click();
  await expect(page.getByTestId("history")).toContainText("Cancelled");
});

test("an order that margin forbids is explained and not sent", async () => {
  await chooseType(page, "Limit");
  await fillTicket(page, { size: "500" });
  await expect(page.locator(".ticket-form")).toContainText("Margin allows");
  await page.locator(".field-note .link-button").filter({ hasText: "Use" }).first().click();
  await expect(page.locator(".ticket-form")).not.toContainText("Margin allows");
  await fillTicket(page, { size: "" });
});

test("the position is closed and the fills tell the story", async () => {
  await page.getByRole("tab", { name: /^Positions/ }).click();
  await page.getByTestId("close-BTC-USD").click();
  await page.getByTestId("close-confirm").click();
  await expect(page.getByTestId("position-BTC-USD")).toHaveCount(0);
  await page.getByRole("tab", { name: "Fills" }).click();
  const rows = page.getByTestId("fills").locator("tbody tr");
  expect(await rows.count()).toBeGreaterThanOrEqual(2);
  await expect(rows.first()).toContainText("Sell");
});

test("money moves to the wallet and back", async () => {
  const equity = numberOf(await page.getByTestId("equity").innerText());
  const move = async (kind: "Withdraw" | "Deposit", amount: string): Promise<void> => {
    await page.locator(".account-box").getByRole("button", { name: kind }).click();
    const dialog = page.locator("dialog");
    await dialog.locator('input[name="amount"]').fill(amount);
    await dialog.getByRole("button", { name: `${kind} $${amount}` }).click();
    await dialog.waitFor({ state: "detached" });
  };
  const equityNear = (value: number) =>
    expect
      .poll(async () => Math.abs(numberOf(await page.getByTestId("equity").innerText()) - value))
      .toBeLessThan(5);
  await move("Withdraw", "100.00");
  await equityNear(equity - 100);
  await move("Deposit", "50.00");
  await equityNear(equity - 50);
  await page.getByRole("tab", { name: "Transfers" }).click();
  await expect(page.getByTestId("transfers")).toContainText("Withdrawal");
});

test("a reload keeps wallet, history and money", async () => {
  await page.reload();
  await expect(page.getByTestId("wallet-address")).toContainText("dydx1");
  await page.getByRole("tab", { name: "Fills" }).click();
  await expect(page.getByTestId("fills").locator("tbody tr").first()).toBeVisible();
});

test("the wallet locks, refuses a wrong password and opens with the right one", async () => {
  await page.getByTestId("wallet-address").click();
  await page.getByRole("button", { name: "Lock", exact: true }).click();
  await expect(page.getByTestId("submit")).toHaveText("Unlock the wallet to trade");
  await page.getByTestId("submit").click();
  const dialog = page.locator("dialog");
  await dialog.locator('input[name="password"]').fill("not the password");
  await dialog.getByRole("button", { name: "Unlock" }).click();
  await expect(dialog).toContainText("That password does not open this wallet.");
  await dialog.locator('input[name="password"]').fill(PASSWORD);
  await dialog.getByRole("button", { name: "Unlock" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByTestId("wallet-address")).toContainText("dydx1");
});

test("nothing went wrong unseen", () => {
  expect(problems).toEqual([]);
});
