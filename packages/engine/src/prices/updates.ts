import type { prices } from "@perpetua/protocol";
import type { Rejection } from "../state/index.js";
import { pricesRejection } from "./errors.js";
import { emitPriceUpdate, movedEnough } from "./markets.js";
import { marketIds, marketPrice, type PricesKernel } from "./state.js";

/** Stateless rules of MsgUpdateMarketPrices: prices are not 0, ids strictly ascend. */
export function validatePriceUpdates(msg: prices.MsgUpdateMarketPrices): Rejection | undefined {
  let last = -1;
  for (const update of msg.marketPriceUpdates) {
    if (update.price === 0n)
      return pricesRejection(400, `price cannot be 0 for market id (${update.marketId})`);
    if (update.marketId <= last)
      return pricesRejection(
        400,
        "market price updates must be sorted by market id in ascending order",
      );
    last = update.marketId;
  }
  return undefined;
}

/**
 * Deterministic stateful rules: the market exists and its price moved at least the minimum change.
 */
export function validatePriceUpdatesAgainstState(
  k: PricesKernel,
  msg: prices.MsgUpdateMarketPrices,
): Rejection | undefined {
  for (const { marketId, price } of msg.marketPriceUpdates) {
    if (marketPrice(k, marketId) === undefined)
      return pricesRejection(401, `market param id ${marketId} does not exist`);
    if (!movedEnough(k, marketId, price)) {
      return pricesRejection(
        401,
        `update price (${price}) for market (${marketId}) does not meet min price change requirement`,
      );
    }
  }
  return undefined;
}

/** Applies MsgUpdateMarketPrices: all or nothing, one indexer event per market in message order. */
export function applyPriceUpdates(
  k: PricesKernel,
  msg: prices.MsgUpdateMarketPrices,
): Rejection | undefined {
  const invalid = validatePriceUpdatesAgainstState(k, msg);
  if (invalid !== undefined) return invalid;
  for (const { marketId, price } of msg.marketPriceUpdates) {
    const old = marketPrice(k, marketId);
    if (old === undefined) continue;
    k.prices.prices.set(String(marketId), { ...old, price });
    emitPriceUpdate(k, marketId, price);
  }
  return undefined;
}

/**
 * The update a proposer makes from its local index prices: every market whose price exists, is not
 * 0 and moved enough (risk.md §2.4).
 */
export function priceUpdatesToPropose(
  k: PricesKernel,
  indexPrice: (marketId: number) => bigint | undefined,
): prices.MsgUpdateMarketPrices {
  const marketPriceUpdates: prices.MsgUpdateMarketPrices["marketPriceUpdates"] = [];
  for (const marketId of marketIds(k)) {
    const price = indexPrice(marketId);
    if (price === undefined || price === 0n || price === marketPrice(k, marketId)?.price) continue;
    if (movedEnough(k, marketId, price)) marketPriceUpdates.push({ marketId, price });
  }
  return { marketPriceUpdates };
}
