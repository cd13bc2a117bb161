import type { Quote } from "./quotes.js";

const PLACES = 12;
const text = (value: number): string => value.toFixed(value < 1e-3 ? PLACES + 6 : PLACES);

function rows(quotes: readonly Quote[], names: readonly [string, string, string, string]) {
  const [symbol, ask, bid, last] = names;
  return quotes.map((q) => ({
    [symbol]: q.symbol,
    [ask]: text(q.ask),
    [bid]: text(q.bid),
    [last]: text(q.last),
  }));
}

/** The answer of each exchange as its API writes it (app.md §4.3). */
export const BODIES: Readonly<Record<string, (quotes: readonly Quote[]) => unknown>> = {
  Binance: (q) => rows(q, ["symbol", "askPrice", "bidPrice", "lastPrice"]),
  BinanceUS: (q) => rows(q, ["symbol", "askPrice", "bidPrice", "lastPrice"]),
  Bitfinex: (q) => [
    ...q.map((t) => [t.symbol, t.bid, 1, t.ask, 1, 0, 0, t.last, 1_000, t.ask, t.bid]),
    ["fUSD", 0.0003, 0.0002, 30, 1e6, 0.0002, 2, 1e6, 0, 0, 0.0002, 1e8, 0.0003, 0.0001],
  ],
  Bitstamp: (q) => rows(q, ["pair", "ask", "bid", "last"]),
  Bybit: (q) => ({
    retCode: 0,
    retMsg: "OK",
    result: { category: "spot", list: rows(q, ["symbol", "ask1Price", "bid1Price", "lastPrice"]) },
  }),
  CoinbasePro: ([q]) =>
    q === undefined
      ? { message: "NotFound" }
      : { ask: text(q.ask), bid: text(q.bid), price: text(q.last), volume: "1000" },
  CryptoCom: (q) => ({ code: 0, result: { data: rows(q, ["i", "k", "b", "a"]) } }),
  Gate: (q) => rows(q, ["currency_pair", "lowest_ask", "highest_bid", "last"]),
  Huobi: (q) => ({
    status: "ok",
    data: q.map((t) => ({ symbol: t.symbol, ask: t.ask, bid: t.bid, close: t.last })),
  }),
  Kraken: (q) => ({
    error: [],
    result: Object.fromEntries(
      q.map((t) => [
        t.symbol,
        {
          a: [text(t.ask), "1", "1.000"],
          b: [text(t.bid), "1", "1.000"],
          c: [text(t.last), "0.1"],
        },
      ]),
    ),
  }),
  Kucoin: (q) => ({
    code: "200000",
    data: { time: 0, ticker: rows(q, ["symbol", "sell", "buy", "last"]) },
  }),
  Mexc: (q) => ({ code: 200, data: rows(q, ["symbol", "ask", "bid", "last"]) }),
  Okx: (q) => ({ code: "0", msg: "", data: rows(q, ["instId", "askPx", "bidPx", "last"]) }),
};
