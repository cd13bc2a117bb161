import { createSilentLogger } from "@perpetua/telemetry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CircuitBreaker } from "../../src/daemons/price/circuitBreaker.js";
import { ExchangeClient } from "../../src/daemons/price/exchangeClient.js";
import { EXCHANGES } from "../../src/daemons/price/exchanges/catalogue.js";
import { type FeedMarket, feedMarkets, marketMapOf } from "../../src/daemons/price/feeds.js";
import { LiveSource } from "../../src/daemons/price/liveSource.js";
import {
  type ExchangeServer,
  startExchangeServer,
} from "../../src/daemons/price/simulatedExchanges/server.js";
import { localGenesis } from "../../src/genesis/localGenesis.js";

const PAIRS = [
  ["BTC-USD", -5, 28_688.19524],
  ["ETH-USD", -6, 1_811.985252],
  ["SOL-USD", -8, 22.61],
  ["PEPE-USD", -16, 0.00000115],
  ["USDT-USD", -9, 0.9997],
  ["TEST-USD", -5, 100],
] as const;
const TRUE = new Map<string, number>(PAIRS.map(([pair, , price]) => [pair, price]));
const MARKETS: readonly FeedMarket[] = feedMarkets(
  PAIRS.map(([pair, exponent], id) => ({
    id,
    pair,
    exponent,
    minExchanges: 1,
    exchangeConfigJson: "",
  })),
  marketMapOf(localGenesis(new Date(0))),
  expect.fail,
);
/** The real clients, asking faster. */
const QUICK = EXCHANGES.map((e) => ({ ...e, intervalMs: 100, timeoutMs: 2_000 }));
const btc = QUICK.find((e) => e.id === "Kraken") as (typeof QUICK)[number];

async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) expect.fail(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("LiveSource against exchanges that speak the real APIs", () => {
  let server: ExchangeServer;
  let source: LiveSource;

  beforeEach(async () => {
    server = await startExchangeServer({
      markets: MARKETS,
      price: (pair) => TRUE.get(pair),
      host: "127.0.0.1",
      port: 0,
    });
    source = new LiveSource({
      markets: () => MARKETS,
      baseUrl: server.url,
      logger: createSilentLogger(),
      exchanges: QUICK,
    });
  });

  afterEach(async () => {
    source.close();
    await server.close();
  });

  const priceOf = (pair: string) => {
    const market = MARKETS.find((m) => m.pair === pair) as FeedMarket;
    const price = source.prices(Date.now()).get(market.id);
    return price === undefined ? undefined : Number(price) * 10 ** market.exponent;
  };
  const near = (pair: string) => {
    const [price, wanted] = [priceOf(pair), TRUE.get(pair) ?? 0];
    return price !== undefined && Math.abs(price / wanted - 1) < 0.001;
  };

  it("finds the true price of every market, also through USDT", async () => {
    source.start();
    const pairs = ["BTC-USD", "ETH-USD", "SOL-USD", "PEPE-USD", "USDT-USD"];
    await until(() => pairs.every(near), "all prices near the true ones");
    expect(priceOf("TEST-USD")).toBeGreaterThan(0);
    expect(source.isAlive(Date.now())).toBe(true);
    expect(server.requests.get("CoinbasePro")).toBeGreaterThan(0);
  });

  it("lives with exchanges that are down, silent, wrong or mad", async () => {
    server.setFault("Binance", "down");
    server.setFault("Bybit", "garbage");
    server.setFault("Huobi", "silent");
    server.setFault("Kucoin", "zeroPrices");
    server.setFault("Kraken", "wrongShape");
    source.start();
    await until(() => near("BTC-USD") && near("USDT-USD"), "prices of the rest");
  });

  it("has no prices, and is not alive, when nobody answers", async () => {
    for (const { id } of EXCHANGES) server.setFault(id, "down");
    source.start();
    await until(() => (server.requests.get("Kraken") ?? 0) >= 3, "some requests");
    expect(source.isAlive(Date.now())).toBe(false);
    expect(priceOf("BTC-USD")).toBeUndefined();
  });

  it("stops asking an exchange that fails, and comes back to it", async () => {
    const prices: number[] = [];
    const client = new ExchangeClient({
      spec: btc,
      symbols: () => ["XXBTZUSD"],
      onTickers: () => prices.push(1),
      baseUrl: server.url,
      logger: createSilentLogger(),
      breaker: new CircuitBreaker({ failures: 3, openMs: 400, maxOpenMs: 400 }),
    });
    server.setFault("Kraken", "down");
    for (let i = 0; i < 10; i++) await client.tick();
    expect(server.requests.get("Kraken")).toBe(3);
    server.setFault("Kraken", undefined);
    await new Promise((resolve) => setTimeout(resolve, 450));
    await client.tick();
    expect(prices).toHaveLength(1);
    client.stop();
  });

  it("waits as long as HTTP 429 says", async () => {
    const client = new ExchangeClient({
      spec: btc,
      symbols: () => ["XXBTZUSD"],
      onTickers: () => undefined,
      baseUrl: server.url,
      logger: createSilentLogger(),
    });
    server.setFault("Kraken", "rateLimited");
    await client.tick();
    await client.tick();
    expect(server.requests.get("Kraken")).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    await client.tick();
    expect(server.requests.get("Kraken")).toBe(2);
    client.stop();
  });

  it("asks an exchange of single markets for each in turn", async () => {
    const asked = new Set<string>();
    const coinbase = QUICK.find((e) => e.id === "CoinbasePro") as (typeof QUICK)[number];
    const client = new ExchangeClient({
      spec: coinbase,
      symbols: () => ["BTC-USD", "ETH-USD", "SOL-USD", "USDT-USD"],
      onTickers: (tickers) => {
        for (const symbol of tickers.keys()) asked.add(symbol);
      },
      baseUrl: server.url,
      logger: createSilentLogger(),
    });
    await client.tick();
    expect(asked.size).toBe(3);
    await client.tick();
    expect(asked.size).toBe(4);
    expect(server.requests.get("CoinbasePro")).toBe(6);
    client.stop();
  });
});
