import { beforeEach, describe, expect, it } from "vitest";
import { toText } from "../../src/lib/decimal/dec";
import { Emitter } from "../../src/lib/feed/Emitter";
import { change24hFraction, MarketFeed } from "../../src/lib/feed/MarketFeed";
import { FakeExchange } from "./fakes";
import { wireMarket } from "./fixtures";

let fake: FakeExchange;
let feed: MarketFeed;
const BOOK = "v4_orderbook|BTC-USD";
const levels = (bid: string, ask: string) => ({
  bids: [{ price: bid, size: "1" }],
  asks: [{ price: ask, size: "1" }],
});

beforeEach(() => {
  fake = new FakeExchange();
  feed = new MarketFeed(fake.exchange, new Emitter());
  feed.start();
  fake.snapshot("v4_markets", {
    markets: {
      "BTC-USD": wireMarket("BTC-USD"),
      "ETH-USD": wireMarket("ETH-USD", { tickSize: "0.1" }),
    },
  });
  feed.open("BTC-USD");
  fake.snapshot(BOOK, levels("100", "102"));
  feed.beforePaint(0);
});

describe("MarketFeed", () => {
  it("patches markets with changed fields and oracle prices only", () => {
    fake.update("v4_markets", { oraclePrices: { "BTC-USD": { oraclePrice: "30000" } } });
    fake.update("v4_markets", { trading: { "BTC-USD": { trades24H: 7 }, "NEW-USD": {} } });
    const market = feed.markets.get("BTC-USD")!;
    expect(toText(market.oracle!)).toBe("30000");
    expect(market.trades24h).toBe(7);
    expect(toText(change24hFraction(market)!, 6)).toBe("0.017363");
    expect(feed.markets.has("NEW-USD")).toBe(false);
  });

  it("keeps the last two-sided book for a second while makers re-quote", () => {
    fake.update(BOOK, { asks: [["102", "0"]] });
    feed.beforePaint(100);
    expect(feed.book?.bestAsk).toBe(102);
    fake.update(BOOK, { asks: [["103", "2"]] });
    feed.beforePaint(300);
    expect(feed.book?.bestAsk).toBe(103);
    fake.update(BOOK, { asks: [["103", "0"]] });
    feed.beforePaint(400);
    feed.beforePaint(1600);
    expect(feed.book?.bestAsk).toBeNull();
    expect(feed.mid).toBeNull();
  });

  it("takes a new snapshot of a book that stays crossed", () => {
    fake.update(BOOK, { bids: [["105", "1"]] });
    feed.beforePaint(1000);
    fake.update(BOOK, { asks: [["104", "1"]] });
    feed.beforePaint(1100);
    fake.update(BOOK, { bids: [["106", "1"]], asks: [["103", "1"]] });
    feed.beforePaint(1400);
    expect(fake.resynced).toEqual([BOOK]);
  });

  it("shows nothing of the old market after a switch", () => {
    fake.snapshot("v4_trades|BTC-USD", { trades: [] });
    feed.open("ETH-USD");
    expect(feed.trades).toEqual([]);
    expect(feed.book?.bestBid).toBeNull();
    expect(feed.mid).toBeNull();
    expect(fake.handlers.has(BOOK)).toBe(false);
    expect(fake.handlers.has("v4_orderbook|ETH-USD")).toBe(true);
  });

  it("puts the newest trade first", () => {
    const trade = (id: string, price: string) => ({
      id,
      price,
      size: "1",
      side: "BUY",
      type: "LIMIT",
      createdAt: "2026-03-04T19:21:00.108Z",
    });
    fake.snapshot("v4_trades|BTC-USD", { trades: [trade("2", "11"), trade("1", "10")] });
    fake.update("v4_trades|BTC-USD", { trades: [trade("3", "12"), trade("4", "13")] });
    expect(feed.trades.map((t) => t.id)).toEqual(["4", "3", "2", "1"]);
    expect(toText(feed.trades[0]!.price)).toBe("13");
  });
});
