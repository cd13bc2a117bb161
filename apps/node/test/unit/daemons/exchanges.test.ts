import { describe, expect, it } from "vitest";
import { EXCHANGES } from "../../../src/daemons/price/exchanges/catalogue.js";
import type { RawTicker } from "../../../src/daemons/price/exchanges/exchange.js";
import { volatilePrice } from "../../../src/daemons/price/exchanges/synthetic.js";
import { exchangePrice } from "../../../src/daemons/price/liveSource.js";
import { BODIES } from "../../../src/daemons/price/simulatedExchanges/bodies.js";

const QUOTE = { symbol: "BTCUSD", ask: 101, bid: 99, last: 100.5 };

describe.each(EXCHANGES.map((spec) => [spec.id, spec] as const))("%s", (id, spec) => {
  const body = () => structuredClone(BODIES[id]?.([QUOTE]));

  it("gives ask, bid and last of its API's answer", () => {
    const ticker = spec.parse(body(), ["BTCUSD"]).get("BTCUSD");
    expect(ticker).toBeDefined();
    expect(exchangePrice(ticker ?? QUOTE, -2)).toBe(10_050n);
  });

  it.each([null, [], {}, "text", 5, { result: null, code: 0 }])("refuses or ignores %j", (bad) => {
    const parse = () => spec.parse(bad, ["BTCUSD"]);
    let tickers: ReturnType<typeof parse> = new Map();
    try {
      tickers = parse();
    } catch (error) {
      expect((error as Error).name).toBe("ExchangeAnswerError");
    }
    const ticker = tickers.get("BTCUSD");
    expect(ticker === undefined ? undefined : exchangePrice(ticker, -2)).toBeUndefined();
  });
});

describe("status members", () => {
  const spec = (id: string) => EXCHANGES.find((e) => e.id === id);

  it.each([
    ["Bybit", { retCode: 10_006, result: {} }],
    ["CryptoCom", { code: 40_101, result: {} }],
    ["Huobi", { status: "error", data: [] }],
    ["Kraken", { error: ["EService:Unavailable"], result: {} }],
    ["Kucoin", { code: "429000", data: {} }],
    ["Mexc", { code: 500, data: [] }],
    ["Okx", { code: "50011", data: [] }],
  ])("%s says that something is wrong", (id, body) => {
    expect(() => spec(id)?.parse(body, [])).toThrow(/code|retCode|status|error/);
  });
});

describe("a ticker with a bad value", () => {
  const tickers: RawTicker[] = [
    { ask: "0", bid: "1", last: "1" },
    { ask: "1", bid: "-1", last: "1" },
    { ask: "1", bid: "1", last: undefined },
    { ask: "1", bid: "abc", last: "1" },
  ];

  it.each(tickers)("has no price: %j", (ticker) => {
    expect(exchangePrice(ticker, -2)).toBeUndefined();
  });
});

describe("volatilePrice", () => {
  it.each([
    [0, "195.000000000"],
    [10_800, "100.000000000"],
    [21_600, "5.000000000"],
    [43_200, "195.000000000"],
    [43_201, "5.000001005"],
    [64_800, "195.000000000"],
  ])("app §15 M7: at %i s", (seconds, price) => {
    expect(volatilePrice(seconds)).toBe(price);
  });
});
