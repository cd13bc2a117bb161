/**
 * The trade page under 1,000 order book updates a second (web.md §3.7): the compiled page in a
 * headless Chromium over the development market, at 1440 × 900. Peer: the same page in the same
 * browser on a calm market, so that a slow machine slows both; message → paint is compared with its
 * budget. Afterwards the book on screen must equal the market's.
 *
 * Run: `npm run bench -- web`, or `node --conditions=source --import tsx bench/book.bench.ts`.
 */
import { chromium, type Page } from "@playwright/test";
import { reportGroup } from "../../../packages/testkit/src/bench/index.js";
import { CHROMIUM_FLAGS, chromiumPath } from "../e2e/browser";
import { bookLive, chartDrawn } from "../e2e/page";
import { installProbe, measureFrames } from "./frames";
import { openStage, type Stage } from "./stage";

const UPDATES_PER_SECOND = 1000;
const SECONDS = 10;
/** Where the machine cannot deliver the storm, nothing was measured. */
const LEAST_DELIVERED = 0.9;
const PAINT_BUDGET_MS = 50;
const ROWS_COMPARED = 10;

const stage = await openStage();
const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_FLAGS });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  // The loader wraps named functions in a helper that the page does not have.
  await page.addInitScript("globalThis.__name = (named) => named");
  await page.addInitScript(installProbe);
  await page.goto(`${stage.url}/trade/BTC-USD`);
  await bookLive(page);
  await chartDrawn(page);
  await measureFrames(page, 2);
  const calm = await measureFrames(page, SECONDS);
  await stage.flood(UPDATES_PER_SECOND);
  const storm = await measureFrames(page, SECONDS);
  await stage.flood(0);
  if (storm.messagesPerSecond < UPDATES_PER_SECOND * LEAST_DELIVERED) {
    throw new Error(`only ${Math.round(storm.messagesPerSecond)} updates a second arrived`);
  }
  await expectSameBook(page, stage);
  const storming = `at ${UPDATES_PER_SECOND.toLocaleString("en-US")} book updates/s`;
  reportGroup("web", [
    {
      name: `frames ${storming}`,
      unit: "fps",
      ours: storm.perSecond,
      peer: calm.perSecond,
      peerName: "fps, calm market",
      goal: 0.9,
    },
    {
      name: `frames ${storming}, slowest second`,
      unit: "fps",
      ours: storm.slowestSecond,
      peer: calm.slowestSecond,
      peerName: "fps, calm market",
      goal: 0.8,
    },
    {
      name: `message → paint p95 ${storming}`,
      unit: "ms",
      ours: storm.paintP95Ms,
      peer: PAINT_BUDGET_MS,
      peerName: "ms, the budget",
      goal: 1,
      lowerIsBetter: true,
    },
  ]);
} finally {
  await browser.close();
  stage.close();
}

/** Nothing was lost or doubled in the storm. The mirror follows once a second, blocks twice. */
async function expectSameBook(page: Page, { book }: Stage): Promise<void> {
  const shown = (side: string): Promise<string[]> =>
    page
      .locator(`[data-testid="book-mirror"] table[data-side="${side}"] tbody tr`)
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll("td")].map((td) => td.innerText).join(" ")),
      );
  let difference = "";
  for (let attempt = 0; attempt < 30; attempt += 1) {
    const truth = await book();
    difference = "";
    for (const side of ["bids", "asks"] as const) {
      const rows = (await shown(side)).map((row) => row.replaceAll(",", "").split(/\s+/));
      const want = truth[side].slice(0, ROWS_COMPARED).map(({ price, size }) => [price, size]);
      const have = rows.slice(0, ROWS_COMPARED).map(([price, size]) => [price, size]);
      if (JSON.stringify(want) !== JSON.stringify(have)) {
        difference = `${side}: ${JSON.stringify(have)} instead of ${JSON.stringify(want)}`;
      }
    }
    if (difference === "") return;
    await page.waitForTimeout(137);
  }
  throw new Error(`the book on screen differs after the storm: ${difference}`);
}
