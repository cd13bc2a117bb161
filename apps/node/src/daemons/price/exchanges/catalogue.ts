import { ExchangeAnswerError, type ExchangeSpec, type RawTicker } from "./exchange.js";
import { asList, asObject, expectStatus, tickersOf } from "./read.js";

const BINANCE = { symbol: "symbol", ask: "askPrice", bid: "bidPrice", last: "lastPrice" };
const ONE_QUERY = { intervalMs: 2_000, timeoutMs: 3_000, maxQueries: 1 };
const BITFINEX_COLUMNS = 11;

/** The exchanges of app.md §4.3; adding one is an entry here. */
export const EXCHANGES: readonly ExchangeSpec[] = [
  {
    ...ONE_QUERY,
    id: "Binance",
    providers: ["binance_ws", "binance_api"],
    url: "https://data-api.binance.vision/api/v3/ticker/24hr",
    intervalMs: 2_500,
    parse: (body) => tickersOf(asList(body, "body"), BINANCE),
  },
  {
    ...ONE_QUERY,
    id: "BinanceUS",
    providers: ["binance_us"],
    url: "https://api.binance.us/api/v3/ticker/24hr",
    intervalMs: 2_500,
    parse: (body) => tickersOf(asList(body, "body"), BINANCE),
  },
  {
    ...ONE_QUERY,
    id: "Bitfinex",
    providers: ["bitfinex_ws", "bitfinex_api"],
    url: "https://api-pub.bitfinex.com/v2/tickers?symbols=ALL",
    intervalMs: 2_500,
    parse: (body) => parseBitfinex(asList(body, "body")),
  },
  {
    ...ONE_QUERY,
    id: "Bitstamp",
    providers: ["bitstamp_ws", "bitstamp_api"],
    url: "https://www.bitstamp.net/api/v2/ticker/",
    parse: (body) =>
      tickersOf(asList(body, "body"), { symbol: "pair", ask: "ask", bid: "bid", last: "last" }),
  },
  {
    ...ONE_QUERY,
    id: "Bybit",
    providers: ["bybit_ws"],
    url: "https://api.bybit.com/v5/market/tickers?category=spot",
    parse(body) {
      const answer = asObject(body, "body");
      expectStatus(answer, "retCode", 0);
      const { list } = asObject(answer.result, "result");
      const columns = { symbol: "symbol", ask: "ask1Price", bid: "bid1Price", last: "lastPrice" };
      return tickersOf(asList(list, "result.list"), columns);
    },
  },
  {
    ...ONE_QUERY,
    id: "CoinbasePro",
    providers: ["coinbase_ws", "coinbase_api"],
    url: "https://api.pro.coinbase.com/products/$/ticker",
    maxQueries: 3,
    parse(body, [symbol = ""]) {
      const { ask, bid, price } = asObject(body, "body");
      return new Map([[symbol, { ask, bid, last: price }]]);
    },
  },
  {
    ...ONE_QUERY,
    id: "CryptoCom",
    providers: ["crypto_dot_com_ws"],
    url: "https://api.crypto.com/v2/public/get-ticker",
    parse(body) {
      const answer = asObject(body, "body");
      expectStatus(answer, "code", 0);
      const { data } = asObject(answer.result, "result");
      const columns = { symbol: "i", ask: "k", bid: "b", last: "a" };
      return tickersOf(asList(data, "result.data"), columns);
    },
  },
  {
    ...ONE_QUERY,
    id: "Gate",
    providers: ["gate_ws"],
    url: "https://api.gateio.ws/api/v4/spot/tickers",
    parse(body) {
      const columns = { symbol: "currency_pair", ask: "lowest_ask", bid: "highest_bid" };
      return tickersOf(asList(body, "body"), { ...columns, last: "last" });
    },
  },
  {
    ...ONE_QUERY,
    id: "Huobi",
    providers: ["huobi_ws"],
    url: "https://api.huobi.pro/market/tickers",
    parse(body) {
      const answer = asObject(body, "body");
      expectStatus(answer, "status", "ok");
      const columns = { symbol: "symbol", ask: "ask", bid: "bid", last: "close" };
      return tickersOf(asList(answer.data, "data"), columns);
    },
  },
  {
    ...ONE_QUERY,
    id: "Kraken",
    providers: ["kraken_api", "kraken_ws"],
    url: "https://api.kraken.com/0/public/Ticker",
    parse: (body) => parseKraken(asObject(body, "body")),
  },
  {
    ...ONE_QUERY,
    id: "Kucoin",
    providers: ["kucoin_ws"],
    url: "https://api.kucoin.com/api/v1/market/allTickers",
    parse(body) {
      const answer = asObject(body, "body");
      expectStatus(answer, "code", "200000");
      const { ticker } = asObject(answer.data, "data");
      const columns = { symbol: "symbol", ask: "sell", bid: "buy", last: "last" };
      return tickersOf(asList(ticker, "data.ticker"), columns);
    },
  },
  {
    ...ONE_QUERY,
    id: "Mexc",
    providers: ["mexc_ws"],
    url: "https://www.mexc.com/open/api/v2/market/ticker",
    parse(body) {
      const answer = asObject(body, "body");
      expectStatus(answer, "code", 200);
      const columns = { symbol: "symbol", ask: "ask", bid: "bid", last: "last" };
      return tickersOf(asList(answer.data, "data"), columns);
    },
  },
  {
    ...ONE_QUERY,
    id: "Okx",
    providers: ["okx_ws"],
    url: "https://www.okx.com/api/v5/market/tickers?instType=SPOT",
    parse(body) {
      const answer = asObject(body, "body");
      expectStatus(answer, "code", "0");
      const columns = { symbol: "instId", ask: "askPx", bid: "bidPx", last: "last" };
      return tickersOf(asList(answer.data, "data"), columns);
    },
  },
];

/**
 * `[SYMBOL, BID, BID_SIZE, ASK, ASK_SIZE, …, LAST_PRICE, …]`: trading pairs have eleven columns.
 */
function parseBitfinex(rows: readonly unknown[]): Map<string, RawTicker> {
  const tickers = new Map<string, RawTicker>();
  for (const value of rows) {
    const row = asList(value, "ticker");
    const symbol = row[0];
    if (typeof symbol !== "string") throw new ExchangeAnswerError("symbol: expected text");
    if (row.length !== BITFINEX_COLUMNS) continue; // Funding currencies have other columns.
    tickers.set(symbol, { ask: row[3], bid: row[1], last: row[7] });
  }
  return tickers;
}

const KRAKEN_BOOK_MEMBERS = 3;
const KRAKEN_TRADE_MEMBERS = 2;

function parseKraken(body: Readonly<Record<string, unknown>>): Map<string, RawTicker> {
  const errors = asList(body.error, "error");
  if (errors.length > 0) throw new ExchangeAnswerError(`error: ${errors.join(", ")}`);
  const tickers = new Map<string, RawTicker>();
  for (const [symbol, value] of Object.entries(asObject(body.result, "result"))) {
    const { a, b, c } = asObject(value, symbol);
    const [ask, bid, last] = [asList(a, "a"), asList(b, "b"), asList(c, "c")];
    const isWhole =
      ask.length === KRAKEN_BOOK_MEMBERS &&
      bid.length === KRAKEN_BOOK_MEMBERS &&
      last.length === KRAKEN_TRADE_MEMBERS;
    if (!isWhole) throw new ExchangeAnswerError(`${symbol}: a, b or c has another length`);
    tickers.set(symbol, { ask: ask[0], bid: bid[0], last: last[0] });
  }
  return tickers;
}
