/**
 * Pictures of the product at 1440, 1920 and 390 px in both themes, over a running stack:
 *   WEB_URL=http://localhost:3000 npm run screenshots
 * They land in apps/web/screenshots (git-ignored). One wallet trades first, then each picture's
 * browser imports it.
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "@playwright/test";
import { CHROMIUM_FLAGS, chromiumPath, WEB_URL } from "./browser";
import {
  bestPrices,
  chartDrawn,
  chooseType,
  createWallet,
  fillTicket,
  importWallet,
  openMarket,
  submit,
  takeTestFunds,
} from "./page";

const FOLDER = fileURLToPath(new URL("../screenshots/", import.meta.url));
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
  { width: 390, height: 844 },
];
const THEMES = ["dark", "light"] as const;
const SETTLE_MS = 2500;

async function newPage(
  browser: Browser,
  size: { width: number; height: number },
  theme: string,
): Promise<Page> {
  const phone = size.width < 720;
  const context = await browser.newContext({
    baseURL: WEB_URL,
    viewport: size,
    deviceScaleFactor: phone ? 2 : 1,
    isMobile: phone,
    hasTouch: phone,
    locale: "en-GB",
  });
  await context.addCookies([{ name: "theme", value: theme, url: WEB_URL }]);
  return context.newPage();
}

/** A newcomer's first minutes, so that the pictures show an account that lives. */
async function prepareAccount(browser: Browser): Promise<string> {
  const page = await newPage(browser, SIZES[0] ?? { width: 1440, height: 900 }, "dark");
  await openMarket(page);
  await page.locator(".topbar").getByRole("button", { name: "Create wallet" }).click();
  const phrase = await createWallet(page);
  await takeTestFunds(page);
  await chooseType(page, "Market");
  await fillTicket(page, { size: "0.4" });
  await page.waitForTimeout(500);
  await submit(page);
  await page.getByTestId("position-BTC-USD").waitFor();
  const { bid, ask } = await bestPrices(page);
  for (const [side, price] of [
    ["Buy", bid * 0.996],
    ["Sell", ask * 1.006],
  ] as const) {
    await chooseType(page, "Limit");
    await page.locator(".ticket-form").getByRole("radio", { name: side, exact: true }).click();
    await fillTicket(page, { size: "0.1", price: String(Math.round(price)) });
    await submit(page);
    await page.waitForTimeout(SETTLE_MS);
  }
  await page.context().close();
  return phrase;
}

async function takeAll(page: Page, phrase: string, name: string, phone: boolean): Promise<void> {
  const save = (view: string): Promise<unknown> =>
    page.screenshot({ path: `${FOLDER}${view}-${name}.png` });
  await page.goto("/trade/BTC-USD");
  await page.waitForTimeout(SETTLE_MS);
  if (phone) {
    await page.goto("/more");
    await page.getByRole("button", { name: "Create wallet" }).click();
    await save("wallet");
    await importWallet(page, phrase);
    await page.goto("/trade/BTC-USD");
    await chartDrawn(page);
    await page.getByTestId("position-BTC-USD").waitFor();
    await page.waitForTimeout(SETTLE_MS);
    await save("trade");
    await page.locator(".phone-actions").getByRole("button", { name: "Buy" }).click();
    await fillTicket(page, { size: "0.25" });
    await page.waitForTimeout(500);
    await save("ticket");
  } else {
    await page.locator(".topbar").getByRole("button", { name: "Create wallet" }).click();
    await save("wallet");
    await importWallet(page, phrase);
    await page.getByTestId("position-BTC-USD").waitFor();
    await chartDrawn(page);
    await fillTicket(page, { size: "0.25" });
    await page.mouse.move(0, 0);
    await page.waitForTimeout(SETTLE_MS);
    await save("trade");
  }
  for (const path of phone
    ? ["markets", "positions", "portfolio", "more"]
    : ["markets", "portfolio"]) {
    await page.goto(`/${path}`);
    await page.waitForTimeout(SETTLE_MS);
    await save(path);
  }
}

mkdirSync(FOLDER, { recursive: true });
const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_FLAGS });
try {
  const phrase = await prepareAccount(browser);
  for (const size of SIZES) {
    for (const theme of THEMES) {
      const page = await newPage(browser, size, theme);
      const name = `${size.width}-${theme}`;
      await takeAll(page, phrase, name, size.width < 720);
      await page.context().close();
      console.log(`screenshots: ${name}`);
    }
  }
} finally {
  await browser.close();
}
