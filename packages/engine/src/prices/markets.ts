import { indexerEvents, prices } from "@perpetua/protocol";
import { must } from "../math/index.js";
import type { Rejection } from "../state/index.js";
import { pricesRejection } from "./errors.js";
import { marketParam, marketPrice, type PricesKernel } from "./state.js";

const MAX_MIN_PRICE_CHANGE_PPM = 10_000;

/** `BTC-USD` → `BTC/USD`; undefined unless there are exactly two parts. */
export function currencyPair(pair: string): string | undefined {
  const parts = pair.toUpperCase().split("-");
  return parts.length === 2 && parts[0] !== "" && parts[1] !== "" ? parts.join("/") : undefined;
}

/** Stateless rules of a market param (risk.md §2.2). */
export function validateMarketParam(param: prices.MarketParam): Rejection | undefined {
  if (param.pair === "") return pricesRejection(1, "Pair cannot be empty");
  const ppm = param.minPriceChangePpm;
  if (ppm === 0 || ppm >= MAX_MIN_PRICE_CHANGE_PPM) {
    const range = `greater than 0 and less than ${MAX_MIN_PRICE_CHANGE_PPM}`;
    return pricesRejection(1, `Min price change in parts-per-million must be ${range}`);
  }
  return undefined;
}

/**
 * Creates an oracle market with `price` (0 when governance creates it) and emits `market_create`.
 */
export function createMarket(
  k: PricesKernel,
  param: prices.MarketParam,
  price: prices.MarketPrice,
): Rejection | undefined {
  if (marketParam(k, param.id) !== undefined)
    return pricesRejection(204, `market param with id ${param.id} already exists`);
  const invalid = validateMarketParam(param);
  if (invalid !== undefined) return invalid;
  if (price.id !== param.id)
    return pricesRejection(
      1,
      `market price id ${price.id} does not match market param id ${param.id}`,
    );
  if (k.prices.pairs.has(param.pair)) return pricesRejection(205, param.pair);
  const pair = currencyPair(param.pair);
  if (pair === undefined) return pricesRejection(206, param.pair);
  const ticker = k.prices.marketMap.get(pair);
  if (ticker === undefined) return pricesRejection(207, pair);
  if (price.exponent !== -ticker.decimals) return pricesRejection(210, "");
  k.prices.params.set(String(param.id), param);
  k.prices.prices.set(String(param.id), price);
  k.prices.pairs.set(param.pair, param.id);
  if (!ticker.enabled) k.prices.marketMap.set(pair, { ...ticker, enabled: true });
  k.indexer.addTransactionEvent("market", 1, indexerEvents.MarketEventV1, {
    marketId: param.id,
    priceUpdate: undefined,
    marketCreate: {
      base: { pair: param.pair, minPriceChangePpm: param.minPriceChangePpm },
      exponent: price.exponent,
    },
    marketModify: undefined,
  });
  return undefined;
}

/** Emits the new price of a market to the indexer. */
export function emitPriceUpdate(k: PricesKernel, id: number, price: bigint): void {
  k.indexer.addTransactionEvent("market", 1, indexerEvents.MarketEventV1, {
    marketId: id,
    priceUpdate: { priceWithExponent: price },
    marketCreate: undefined,
    marketModify: undefined,
  });
}

/**
 * MsgCreateOracleMarket's handler: the exponent comes from the market map, the price starts at 0.
 */
export function createOracleMarket(
  k: PricesKernel,
  param: prices.MarketParam,
): Rejection | undefined {
  const pair = currencyPair(param.pair);
  if (pair === undefined) return pricesRejection(206, param.pair);
  const ticker = k.prices.marketMap.get(pair);
  if (ticker === undefined) return pricesRejection(207, pair);
  const price = prices.MarketPrice.fromPartial({ id: param.id, exponent: -ticker.decimals });
  return createMarket(k, param, price);
}

const MAX_ID_ATTEMPTS = 1000;

/** The next free market id for permissionless listing (app.md part 12). */
export function acquireNextMarketId(k: PricesKernel): number {
  const start = k.prices.nextMarketId.get() ?? 0;
  let free: number | undefined;
  for (let i = 0; i < MAX_ID_ATTEMPTS && free === undefined; i++) {
    if (marketParam(k, start + i) === undefined) free = start + i;
  }
  const id = must(free, "no free market id");
  k.prices.nextMarketId.set(id + 1);
  return id;
}

/** MsgUpdateMarketParam's rules (risk.md §2.2): the exponent of the stored price never changes. */
export function updateMarketParam(
  k: PricesKernel,
  param: prices.MarketParam,
): Rejection | undefined {
  const invalid = validateMarketParam(param);
  if (invalid !== undefined) return invalid;
  const old = marketParam(k, param.id);
  if (old === undefined) return pricesRejection(200, String(param.id));
  const holder = k.prices.pairs.get(param.pair);
  if (holder !== undefined && holder !== param.id) return pricesRejection(205, param.pair);
  const pair = currencyPair(param.pair);
  if (pair === undefined) return pricesRejection(206, param.pair);
  const ticker = k.prices.marketMap.get(pair);
  if (ticker === undefined) return pricesRejection(207, pair);
  if (old.pair !== param.pair) {
    const oldPair = currencyPair(old.pair) ?? "";
    const oldTicker = k.prices.marketMap.get(oldPair);
    if (oldTicker === undefined) return pricesRejection(208, oldPair);
    k.prices.marketMap.set(oldPair, { ...oldTicker, enabled: false });
    k.prices.pairs.delete(old.pair);
    k.prices.pairs.set(param.pair, param.id);
    k.prices.marketMap.set(pair, { ...ticker, enabled: true });
  }
  k.prices.params.set(String(param.id), param);
  k.indexer.addTransactionEvent("market", 1, indexerEvents.MarketEventV1, {
    marketId: param.id,
    priceUpdate: undefined,
    marketCreate: undefined,
    marketModify: { base: { pair: param.pair, minPriceChangePpm: param.minPriceChangePpm } },
  });
  return undefined;
}

/** Whether `price` moved far enough from the stored one to be sent (risk.md §2.3, rule 2). */
export function movedEnough(k: PricesKernel, id: number, price: bigint): boolean {
  const old = marketPrice(k, id);
  const param = marketParam(k, id);
  if (old === undefined || param === undefined) return false;
  const delta = price > old.price ? price - old.price : old.price - price;
  return delta >= (old.price * BigInt(param.minPriceChangePpm)) / 1_000_000n;
}
