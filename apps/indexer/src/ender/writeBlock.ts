import {
  affiliateReferredUsers,
  assetPositions,
  assets,
  blocks,
  type CandleRow,
  candles,
  fills,
  fundingIndexUpdates,
  liquidityTiers,
  markets,
  oraclePrices,
  orders,
  perpetualMarkets,
  perpetualPositions,
  type Queryable,
  subaccounts,
  tendermintEvents,
  tradingRewards,
  transactions,
  transfers,
  vaults,
  wallets,
  writeRows,
} from "@perpetua/db";
import { transactionUuid } from "@perpetua/protocol";
import type { DecodedBlock } from "./decode/blockEvent.js";
import type { BlockState } from "./model/blockState.js";

/** Columns that ender's events change; statistics are roundtable's. */
const PERPETUAL_COLUMNS = [
  "ticker",
  "marketId",
  "status",
  "quantumConversionExponent",
  "atomicResolution",
  "subticksPerTick",
  "stepBaseQuantums",
  "liquidityTierId",
  "marketType",
  "defaultFundingRate1H",
] as const;

/**
 * Writes everything that a block changed, one statement per table, in the order that foreign keys
 * ask for. Rows that a key must not repeat (`blocks`, `fills`, …) fail the block on a duplicate.
 */
export async function writeBlock(
  db: Queryable,
  block: DecodedBlock,
  state: BlockState,
  changedCandles: readonly CandleRow[],
): Promise<void> {
  await writeEnvelope(db, block);
  const { reference } = state;
  await writeRows(db, markets, reference.markets.changed, "replace");
  await writeRows(db, assets, reference.assets.changed);
  await writeRows(db, liquidityTiers, reference.tiers.changed, "replace");
  await writeRows(db, perpetualMarkets, reference.perpetuals.changed, PERPETUAL_COLUMNS);
  await writeRows(db, wallets, [...state.changedWallets.values()], ["totalTradingRewards"]);
  await writeRows(
    db,
    subaccounts,
    [...state.subaccounts.values()],
    ["updatedAt", "updatedAtHeight"],
  );
  await writeRows(db, assetPositions, [...state.assetPositions.values()], ["size", "isLong"]);
  await writeRows(db, perpetualPositions, [...state.changedPositions.values()], "replace");
  await writeRows(db, orders, [...state.changedOrders.values()], "replace");
  await writeRows(db, fills, state.fills);
  await writeRows(db, transfers, state.transfers);
  await writeRows(db, oraclePrices, state.oraclePrices);
  await writeRows(db, fundingIndexUpdates, state.fundingIndexUpdates);
  await writeRows(db, tradingRewards, state.tradingRewards);
  await writeRows(db, affiliateReferredUsers, state.affiliates);
  await writeRows(db, vaults, [...state.vaults.values()], ["status", "updatedAt"]);
  await writeRows(db, candles, changedCandles, "replace");
}

async function writeEnvelope(db: Queryable, block: DecodedBlock): Promise<void> {
  const blockHeight = BigInt(block.height);
  await writeRows(db, blocks, [{ blockHeight, time: block.time }]);
  await writeRows(
    db,
    transactions,
    block.txHashes.map((transactionHash, transactionIndex) => ({
      id: transactionUuid(block.height, transactionIndex),
      blockHeight,
      transactionIndex,
      transactionHash,
    })),
  );
  await writeRows(
    db,
    tendermintEvents,
    block.events.map(({ eventId, transactionIndex, eventIndex }) => ({
      id: eventId,
      blockHeight,
      transactionIndex,
      eventIndex,
    })),
  );
}
