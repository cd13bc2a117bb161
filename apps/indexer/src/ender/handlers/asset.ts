import type { EventOf } from "../decode/blockEvent.js";
import { stateError } from "../model/blockError.js";
import type { HandlerContext } from "./context.js";

/** Registers an asset (indexer.md §4.4 asset). */
export function applyAsset({ state }: HandlerContext, event: EventOf<"asset">): void {
  const { id, symbol, hasMarket, marketId, atomicResolution } = event.payload;
  const { assets, markets } = state.reference;
  const key = String(id);
  if (assets.get(key) !== undefined) throw stateError(`asset ${key} exists already`);
  if (hasMarket && markets.get(marketId) === undefined) {
    throw stateError(`asset ${key} names the unknown market ${marketId}`);
  }
  assets.set(key, {
    id: key,
    symbol,
    hasMarket,
    atomicResolution,
    marketId: hasMarket ? marketId : null,
  });
}
