import { insertOutbox, type Queryable } from "@perpetua/db";
import type { OrderCancelStatus } from "@perpetua/messaging";
import { summarizeTrades } from "./candles/blockTrades.js";
import { type CandleCache, candleKey, updateCandles } from "./candles/updateCandles.js";
import type { DecodedBlock } from "./decode/blockEvent.js";
import { validateEvent } from "./decode/validate.js";
import type { EnderCache } from "./enderCache.js";
import { applyEvents } from "./handlers/dispatch.js";
import { orderCacheId } from "./ids.js";
import { BlockState } from "./model/blockState.js";
import { loadRows } from "./model/loadRows.js";
import { refreshStatistics } from "./model/marketStatistics.js";
import { type ReferenceData, ReferenceOverlay } from "./model/referenceData.js";
import { BlockOutput } from "./output.js";
import { arrivalOrder } from "./publish/arrivalOrder.js";
import { blockMessages } from "./publish/blockMessages.js";
import { type BlockEffects, encodeEffects } from "./publish/outboxCodec.js";
import { sortedTrades } from "./publish/sortedTrades.js";
import { writeBlock } from "./writeBlock.js";

/** What ender remembers between blocks. */
export interface EnderMemory {
  readonly reference: ReferenceData;
  readonly candles: CandleCache;
  /** Median mid price by ticker, refreshed every ten seconds. */
  readonly midPrices: ReadonlyMap<string, string>;
}

export interface BlockOptions {
  readonly isVault: (address: string) => boolean;
  readonly skippedOrders: ReadonlySet<string>;
}

/** A block's outcome; `merge` makes the memory agree with it and is called after the commit. */
export interface AppliedBlock {
  readonly effects: BlockEffects;
  readonly warnings: readonly string[];
  merge(): void;
}

/**
 * Applies a block inside the transaction `tx`: rows, candles and outbox. Changes no memory, so that
 * a failed block leaves nothing behind but the (idempotent) state-filled values in Redis.
 */
export async function applyBlock(
  tx: Queryable,
  cache: EnderCache,
  memory: EnderMemory,
  block: DecodedBlock,
  timestampMs: number,
  options: BlockOptions,
): Promise<AppliedBlock> {
  for (const event of block.events) validateEvent(event);
  await refreshStatistics(tx, block.events, memory.reference);
  const reference = new ReferenceOverlay(memory.reference);
  // Read before the SQL: a cancel that arrives meanwhile is not seen (traps-indexer.md 28).
  const cancelStatuses = await makerCancelStatuses(cache, block);
  const loaded = await loadRows(tx, block.events, reference);
  const state = new BlockState(block.height, block.time, reference, loaded);
  const output = new BlockOutput();
  applyEvents({ state, output, cancelStatuses, ...options }, block);

  const handlers = arrivalOrder(output.handlers);
  const trades = summarizeTrades(sortedTrades(handlers));
  const markets = [...reference.perpetuals.values()]
    .map(({ id, clobPairId, ticker }) => ({
      perpetualId: Number(id),
      clobPairId: Number(clobPairId),
      ticker,
    }))
    .sort((a, b) => a.perpetualId - b.perpetualId);
  const { candles: candleCache, midPrices } = memory;
  const { time } = block;
  const candles = await updateCandles(tx, { markets, time, trades, cache: candleCache, midPrices });
  const rows = candles.map(({ row }) => row);
  await writeBlock(tx, block, state, rows);

  const effects: BlockEffects = {
    topics: blockMessages({ ...block, timestampMs }, output, handlers, candles),
    funding: output.funding,
  };
  await insertOutbox(tx, { blockHeight: state.height, payload: encodeEffects(effects) });
  // Before the commit, as upstream does: vulcan must see it with the rows (traps-indexer.md 29).
  await cache.setStateFilled(output.stateFilled);
  return {
    effects,
    warnings: output.warnings,
    merge: () => {
      reference.merge();
      for (const row of rows) candleCache.set(candleKey(row.ticker, row.resolution), row);
    },
  };
}

async function makerCancelStatuses(
  cache: EnderCache,
  block: DecodedBlock,
): Promise<Map<string, OrderCancelStatus>> {
  const ids = new Set<string>();
  for (const event of block.events) {
    if (event.subtype !== "order_fill" || event.payload.order === undefined) continue;
    const makerId = event.payload.makerOrder?.orderId;
    if (makerId !== undefined) ids.add(orderCacheId(makerId));
  }
  const list = [...ids];
  const statuses = await cache.cancelStatuses(list);
  return new Map(list.map((id, index) => [id, statuses[index] ?? "NOT_CANCELED"]));
}
