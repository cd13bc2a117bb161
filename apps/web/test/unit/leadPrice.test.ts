import { describe, expect, it } from "vitest";
import { leadPrice } from "../../src/features/market/usePrice";
import { type Dec, dec } from "../../src/lib/decimal/dec";
import { parseMarket, parseTrade } from "../../src/lib/exchange/parse";
import { wireMarket } from "./fixtures";

const trade = (price: string) =>
  parseTrade({
    id: price,
    side: "BUY",
    size: "1",
    price,
    type: "LIMIT",
    createdAt: "2026-01-01T00:00:00.000Z",
  });

const TRADED_AT = Date.parse("2026-01-01T00:00:00.000Z");

function lead(trades: string[], bid: number | null, ask: number | null, ageMs = 1000) {
  const [bestBid, bestAsk] = [bid, ask].map((tick) => (tick === null ? null : dec(tick)));
  const mid = bestBid && bestAsk ? (((bestBid + bestAsk) / 2n) as Dec) : null;
  const market = {
    trades: trades.map(trade),
    bestBid: bestBid ?? null,
    bestAsk: bestAsk ?? null,
    mid,
    market: parseMarket(wireMarket("BTC-USD", { oraclePrice: "100" })),
  };
  const { price, direction } = leadPrice(market, TRADED_AT + ageMs);
  return [price, direction];
}

describe("the price that the screen leads with", () => {
  it("is the last trade while the book agrees with it", () => {
    expect(lead(["101", "100"], 99, 101)).toEqual([dec(101), 1]);
    expect(lead(["99", "99", "100"], 99, 101)).toEqual([dec(99), -1]);
    expect(lead(["101"], null, null)).toEqual([dec(101), 0]);
  });

  it("is the middle of a book that has left the last trade behind", () => {
    expect(lead(["110", "100"], 99, 101)).toEqual([dec(100), -1]);
    expect(lead(["90"], 99, 101)).toEqual([dec(100), 1]);
    expect(lead(["101"], 99, 101, 61_000)).toEqual([dec(100), -1]);
  });

  it("is the middle, else the oracle, where nobody has traded", () => {
    expect(lead([], 98, 100)).toEqual([dec(99), 0]);
    expect(lead([], null, null)).toEqual([dec(100), 0]);
  });
});
