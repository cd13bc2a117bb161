import {
  newestPositions,
  type OrderRow,
  orders,
  type PerpetualPositionRow,
  type PositionKey,
  type Queryable,
  selectRows,
  type WalletRow,
  wallets,
} from "@perpetua/db";
import type { indexerEvents, indexerV1 } from "@perpetua/protocol";
import type { BlockEvent } from "../decode/blockEvent.js";
import { orderRowId, subaccountUuid } from "../ids.js";
import { positionKey } from "./blockState.js";
import type { ReferenceOverlay } from "./referenceData.js";

/** Rows that a block may read, by key; handlers never query the database themselves. */
export interface LoadedRows {
  readonly orders: Map<string, OrderRow>;
  readonly wallets: Map<string, WalletRow>;
  readonly newestPositions: Map<string, PerpetualPositionRow>;
}

/** Keys of the rows that the events of a block name. */
class Wanted {
  readonly orderIds = new Set<string>();
  readonly addresses = new Set<string>();
  readonly positions = new Map<string, PositionKey>();

  order(id: indexerV1.IndexerOrderId | undefined): void {
    if (id?.subaccountId !== undefined) this.orderIds.add(orderRowId(id));
  }

  address(address: string | undefined): void {
    if (address !== undefined) this.addresses.add(address);
  }

  position(id: indexerV1.IndexerSubaccountId | undefined, perpetualId: number): void {
    if (id === undefined) return;
    const subaccountId = subaccountUuid(id);
    this.positions.set(positionKey(subaccountId, perpetualId), { subaccountId, perpetualId });
  }
}

/** Reads everything that the block's handlers will look at: at most three queries. */
export async function loadRows(
  db: Queryable,
  events: readonly BlockEvent[],
  reference: ReferenceOverlay,
): Promise<LoadedRows> {
  const wanted = new Wanted();
  for (const event of events) collect(wanted, event, reference);
  const positionRows = await newestPositions(db, [...wanted.positions.values()]);
  const orderRows = await selectByKey(db, orders, "id", "uuid", wanted.orderIds);
  const walletRows = await selectByKey(db, wallets, "address", "text", wanted.addresses);
  return {
    orders: new Map(orderRows.map((row) => [row.id, row])),
    wallets: new Map(walletRows.map((row) => [row.address, row])),
    newestPositions: new Map(
      positionRows.map((row) => [positionKey(row.subaccountId, Number(row.perpetualId)), row]),
    ),
  };
}

async function selectByKey<T extends Parameters<typeof selectRows>[1]>(
  db: Queryable,
  table: T,
  column: string,
  type: string,
  keys: ReadonlySet<string>,
) {
  if (keys.size === 0) return [];
  return await selectRows(db, table, `WHERE "${column}" = ANY($1::${type}[])`, [[...keys]]);
}

function collect(wanted: Wanted, event: BlockEvent, reference: ReferenceOverlay): void {
  switch (event.subtype) {
    case "order_fill":
      collectFill(wanted, event.payload, reference);
      return;
    case "subaccount_update":
      for (const update of event.payload.updatedPerpetualPositions) {
        wanted.position(event.payload.subaccountId, update.perpetualId);
      }
      return;
    case "deleveraging":
      wanted.position(event.payload.liquidated, event.payload.perpetualId);
      wanted.position(event.payload.offsetting, event.payload.perpetualId);
      return;
    case "stateful_order":
      collectStatefulOrder(wanted, event.payload);
      return;
    case "transfer":
      wanted.address(event.payload.sender?.address);
      wanted.address(event.payload.recipient?.address);
      wanted.address(event.payload.recipient?.subaccountId?.owner);
      return;
    case "trading_reward":
      for (const reward of event.payload.tradingRewards) wanted.address(reward.owner);
      return;
    default:
      return;
  }
}

function collectFill(
  wanted: Wanted,
  fill: indexerEvents.OrderFillEventV1,
  reference: ReferenceOverlay,
): void {
  const makerId = fill.makerOrder?.orderId;
  const takerId = fill.order?.orderId;
  wanted.order(makerId);
  wanted.order(takerId);
  // A market created in this very block is not indexed yet, but has no positions to load either.
  const perpetual = reference.perpetualOfClobPair(makerId?.clobPairId ?? -1);
  if (perpetual === undefined) return;
  const perpetualId = Number(perpetual.id);
  wanted.position(makerId?.subaccountId, perpetualId);
  wanted.position(takerId?.subaccountId ?? fill.liquidationOrder?.liquidated, perpetualId);
}

function collectStatefulOrder(wanted: Wanted, event: indexerEvents.StatefulOrderEventV1): void {
  wanted.order(event.orderPlace?.order?.orderId);
  wanted.order(event.longTermOrderPlacement?.order?.orderId);
  wanted.order(event.conditionalOrderPlacement?.order?.orderId);
  wanted.order(event.twapOrderPlacement?.order?.orderId);
  wanted.order(event.conditionalOrderTriggered?.triggeredOrderId);
  wanted.order(event.orderRemoval?.removedOrderId);
  wanted.order(event.orderReplacement?.oldOrderId);
  wanted.order(event.orderReplacement?.order?.orderId);
}
