import type { AssetPositionRow, PerpetualPositionRow } from "@perpetua/db";
import type { indexerV1 } from "@perpetua/protocol";
import { add, multiply, parseDecimal, subtract, trimmedText } from "../decimal/decimal.js";
import type { BlockState } from "../model/blockState.js";

/** A perpetual position as the subaccounts channel shows it. */
export function positionContents(
  state: BlockState,
  subaccount: indexerV1.IndexerSubaccountId,
  row: PerpetualPositionRow,
): object {
  const perpetual = state.perpetual(Number(row.perpetualId));
  const oraclePrice = state.reference.markets.get(perpetual.marketId)?.oraclePrice ?? "0";
  return {
    address: subaccount.owner,
    subaccountNumber: subaccount.number,
    positionId: row.id,
    market: perpetual.ticker,
    side: row.side,
    status: row.status,
    size: row.size,
    maxSize: row.maxSize,
    netFunding: row.settledFunding,
    entryPrice: row.entryPrice,
    exitPrice: row.exitPrice,
    sumOpen: row.sumOpen,
    sumClose: row.sumClose,
    realizedPnl: realizedPnl(row),
    unrealizedPnl: unrealizedPnl(row, oraclePrice),
  };
}

/** Computed from the row, independent of `totalRealizedPnl`: (exit − entry) × closed + funding. */
function realizedPnl(row: PerpetualPositionRow): string {
  const exit = parseDecimal(row.exitPrice ?? "0");
  const entry = parseDecimal(row.entryPrice);
  const gain = row.side === "LONG" ? subtract(exit, entry) : subtract(entry, exit);
  const closed = multiply(gain, parseDecimal(row.sumClose));
  return trimmedText(add(closed, parseDecimal(row.settledFunding)));
}

function unrealizedPnl(row: PerpetualPositionRow, oraclePrice: string): string {
  const gain = subtract(parseDecimal(oraclePrice), parseDecimal(row.entryPrice));
  return trimmedText(multiply(parseDecimal(row.size), gain));
}

/** An asset position as the subaccounts channel shows it. */
export function assetContents(
  subaccount: indexerV1.IndexerSubaccountId,
  row: AssetPositionRow,
  symbol: string,
): object {
  return {
    address: subaccount.owner,
    subaccountNumber: subaccount.number,
    positionId: row.id,
    assetId: row.assetId,
    symbol,
    side: row.isLong ? "LONG" : "SHORT",
    size: row.size,
  };
}
