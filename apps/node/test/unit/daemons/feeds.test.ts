import { describe, expect, it } from "vitest";
import { feedMarkets, marketMapOf } from "../../../src/daemons/price/feeds.js";
import { localGenesis } from "../../../src/genesis/localGenesis.js";

const MAP = marketMapOf(localGenesis(new Date(0)));
const market = (pair: string, exchangeConfigJson = "") => ({
  id: 7,
  pair,
  exponent: -5,
  minExchanges: 2,
  exchangeConfigJson,
});

describe("feedMarkets", () => {
  it("reads the market map of genesis", () => {
    const [btc, usdt, test] = feedMarkets(
      ["BTC-USD", "USDT-USD", "TEST-USD"].map((pair) => market(pair)),
      MAP,
      expect.fail,
    );
    expect(btc?.feeds.map((f) => f.exchange)).toEqual([
      "Binance",
      "Bybit",
      "CoinbasePro",
      "Huobi",
      "Kraken",
      "Kucoin",
      "Okx",
    ]);
    const kucoin = { exchange: "Kucoin", ticker: "BTC-USDT", adjustBy: "USDT-USD", invert: false };
    expect(btc?.feeds).toContainEqual(kucoin);
    expect(btc?.minExchanges).toBe(3);
    expect(usdt?.feeds).toContainEqual({ ...kucoin, adjustBy: "BTC-USD", invert: true });
    expect(test?.feeds.map((f) => f.exchange)).toEqual(["TestVolatileExchange"]);
  });

  it("prefers the market's own config", () => {
    const config = { exchanges: [{ exchangeName: "Kraken", ticker: "XXBTZUSD" }] };
    const [btc] = feedMarkets([market("BTC-USD", JSON.stringify(config))], MAP, expect.fail);
    expect(btc?.minExchanges).toBe(2);
    expect(btc?.feeds).toEqual([
      { exchange: "Kraken", ticker: "XXBTZUSD", adjustBy: undefined, invert: false },
    ]);
  });

  it.each([
    ["{", "JSON"],
    ["{}", "exchanges: expected a list"],
    ['{"exchanges":[{"exchangeName":"Mtgox","ticker":"x"}]}', "unknown exchange Mtgox"],
    ['{"exchanges":[{"exchangeName":"Kraken"}]}', "exchanges[0].ticker: expected text"],
  ])("disables only the market whose config is %s", (config, problem) => {
    const problems: string[] = [];
    const markets = feedMarkets([market("BTC-USD", config), market("ETH-USD")], MAP, (pair, text) =>
      problems.push(`${pair} ${text}`),
    );
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    expect(markets.map((m) => m.feeds.length > 0)).toEqual([false, true]);
  });
});
