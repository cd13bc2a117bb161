import type { OrderRow, PerpetualMarketRow } from "@perpetua/db";
import type { indexerV1 } from "@perpetua/protocol";
import { quantumsOf, subticksOf } from "./units.js";

const SIDES: Readonly<Record<string, number>> = { BUY: 1, SELL: 2 };
const TIMES_IN_FORCE: Readonly<Record<string, number>> = { IOC: 1, POST_ONLY: 2, FOK: 3 };
const CONDITIONS: Readonly<Record<string, number>> = { STOP_LIMIT: 1, TAKE_PROFIT: 2 };

/** The order that a row describes, for vulcan: triggers name only the id (indexer.md §4.4). */
export function orderFromRow(
  row: OrderRow,
  orderId: indexerV1.IndexerOrderId,
  market: PerpetualMarketRow,
): indexerV1.IndexerOrder {
  const expiry = row.goodTilBlockTime;
  return {
    orderId,
    side: SIDES[row.side] ?? 0,
    quantums: quantumsOf(row.size, market),
    subticks: subticksOf(row.price, market),
    goodTilBlock: row.goodTilBlock === null ? undefined : Number(row.goodTilBlock),
    goodTilBlockTime: expiry === null ? undefined : Math.floor(expiry.getTime() / 1_000),
    timeInForce: TIMES_IN_FORCE[row.timeInForce] ?? 0,
    reduceOnly: row.reduceOnly,
    clientMetadata: Number(row.clientMetadata),
    conditionType: CONDITIONS[row.type] ?? 0,
    conditionalOrderTriggerSubticks:
      row.triggerPrice === null ? 0n : subticksOf(row.triggerPrice, market),
    builderCodeParams:
      row.builderAddress === null
        ? undefined
        : { builderAddress: row.builderAddress, feePpm: Number(row.feePpm ?? "0") },
    orderRouterAddress: row.orderRouterAddress ?? "",
    twapParameters:
      row.duration === null
        ? undefined
        : {
            duration: Number(row.duration),
            interval: Number(row.interval ?? "0"),
            priceTolerance: Number(row.priceTolerance ?? "0"),
          },
  };
}
