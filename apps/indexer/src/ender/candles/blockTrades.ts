import {
  add,
  compare,
  type Decimal,
  formatDecimal,
  multiply,
  parseDecimal,
  trimmedText,
  ZERO,
} from "../decimal/decimal.js";
import type { TradeOutput } from "../output.js";

/** What a block's trades of one market add to its candles. */
export interface TradeSummary {
  readonly open: string;
  readonly close: string;
  readonly high: string;
  readonly low: string;
  readonly baseTokenVolume: string;
  readonly usdVolume: string;
  readonly trades: number;
}

/** Summaries by ticker; trades come in sorted order and all their types count. */
export function summarizeTrades(trades: readonly TradeOutput[]): Map<string, TradeSummary> {
  const byTicker = new Map<string, TradeOutput[]>();
  for (const trade of trades) {
    const list = byTicker.get(trade.ticker);
    if (list === undefined) byTicker.set(trade.ticker, [trade]);
    else list.push(trade);
  }
  return new Map([...byTicker].map(([ticker, list]) => [ticker, summarize(list)]));
}

function summarize(trades: readonly TradeOutput[]): TradeSummary {
  const prices = trades.map(({ price }) => parseDecimal(price));
  const first = prices[0] as Decimal;
  const last = prices[prices.length - 1] as Decimal;
  let [high, low, base, usd] = [first, first, ZERO, ZERO];
  trades.forEach(({ size }, index) => {
    const price = prices[index] as Decimal;
    const amount = parseDecimal(size);
    if (compare(price, high) > 0) high = price;
    if (compare(price, low) < 0) low = price;
    base = add(base, amount);
    usd = add(usd, multiply(price, amount));
  });
  return {
    open: formatDecimal(first),
    close: formatDecimal(last),
    high: formatDecimal(high),
    low: formatDecimal(low),
    baseTokenVolume: trimmedText(base),
    usdVolume: trimmedText(usd),
    trades: trades.length,
  };
}
