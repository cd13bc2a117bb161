import type { OrderRow, PerpetualMarketRow, PerpetualPositionRow } from "@perpetua/db";
import { fillUuid, type indexerV1 } from "@perpetua/protocol";
import {
  absolute,
  type Decimal,
  formatDecimal,
  isZero,
  multiply,
  parseDecimal,
  subtract,
  trim,
  trimmedText,
} from "../decimal/decimal.js";
import type { EventPosition } from "../decode/blockEvent.js";
import { subaccountUuid } from "../ids.js";
import { positionContents } from "../messages/positionContents.js";
import { fillContents, orderContents } from "../messages/rowContents.js";
import { stateError } from "../model/blockError.js";
import type { HandlerOutput } from "../output.js";
import type { HandlerContext } from "./context.js";
import { addFillToPosition } from "./positionFill.js";

export type FillType =
  | "LIMIT"
  | "LIQUIDATED"
  | "LIQUIDATION"
  | "DELEVERAGED"
  | "OFFSETTING"
  | "TWAP_SUBORDER";

/** One side of a match, whatever brought it about. */
export interface FillSide {
  readonly liquidity: "MAKER" | "TAKER";
  readonly type: FillType;
  readonly side: "BUY" | "SELL";
  readonly subaccountId: indexerV1.IndexerSubaccountId;
  /** The order's row after this fill, as clients see it; absent for liquidated and deleveraged. */
  readonly order: OrderRow | undefined;
  readonly clientMetadata: bigint | null;
  readonly size: Decimal;
  readonly price: Decimal;
  readonly quoteAmount: Decimal;
  readonly fee: Decimal;
  readonly affiliateRevShare: Decimal;
  readonly builderAddress: string | null;
  readonly builderFee: string | null;
  readonly orderRouterAddress: string | null;
  readonly orderRouterFee: string | null;
}

/** Whether the row notes the position before the fill, and the position its realised result. */
export interface FillEffects {
  readonly notesPositionBefore: boolean;
  readonly realizesPnl: boolean;
}

/** Inserts the fill, books it on the position and announces both (indexer.md §4.4 order_fill). */
export function applyFillSide(
  { state }: HandlerContext,
  event: EventPosition,
  perpetual: PerpetualMarketRow,
  fill: FillSide,
  effects: FillEffects,
  sent: HandlerOutput,
): void {
  const subaccountId = subaccountUuid(fill.subaccountId);
  const before = state.newestPosition(subaccountId, Number(perpetual.id));
  if (before === undefined) {
    throw stateError(`fill of ${perpetual.ticker} without a position`, { subaccountId });
  }
  const sizeBefore = sizeBeforeFill(before);
  const row = {
    id: fillUuid(event.eventId, fill.liquidity),
    subaccountId,
    side: fill.side,
    liquidity: fill.liquidity,
    type: fill.type,
    clobPairId: perpetual.clobPairId,
    orderId: fill.order?.id ?? null,
    size: formatDecimal(fill.size),
    price: formatDecimal(fill.price),
    quoteAmount: formatDecimal(fill.quoteAmount),
    eventId: event.eventId,
    transactionHash: event.transactionHash,
    createdAt: state.time,
    createdAtHeight: state.height,
    clientMetadata: fill.clientMetadata,
    fee: trimmedText(fill.fee),
    affiliateRevShare: trimmedText(fill.affiliateRevShare),
    builderAddress: fill.builderAddress,
    builderFee: fill.builderFee,
    orderRouterAddress: fill.orderRouterAddress,
    orderRouterFee: fill.orderRouterFee,
    positionSizeBefore: effects.notesPositionBefore ? formatDecimal(sizeBefore) : null,
    entryPriceBefore: effects.notesPositionBefore ? entryBefore(before) : null,
    positionSideBefore: effects.notesPositionBefore ? before.side : null,
  };
  state.fills.push(row);
  const position = addFillToPosition(before, fill, effects.realizesPnl ? sizeBefore : undefined);
  state.putPosition(position);

  const blockHeight = String(state.height);
  const shared = {
    fills: [fillContents(row, perpetual.ticker)],
    perpetualPositions: [positionContents(state, fill.subaccountId, position)],
    blockHeight,
  };
  if (fill.order === undefined) {
    sent.subaccounts.push({ subaccountId: fill.subaccountId, contents: shared });
  } else {
    sent.subaccounts.push({
      subaccountId: fill.subaccountId,
      contents: { ...shared, orders: [orderContents(fill.order, perpetual.ticker)] },
      fillOrderId: fill.order.id,
    });
  }
}

/** Not trimmed: clients see `190.0` (traps-indexer.md 10, 16). */
function sizeBeforeFill(position: PerpetualPositionRow): Decimal {
  return subtract(
    absolute(parseDecimal(position.sumOpen)),
    absolute(parseDecimal(position.sumClose)),
  );
}

function entryBefore(position: PerpetualPositionRow): string | null {
  return isZero(parseDecimal(position.entryPrice)) ? null : position.entryPrice;
}

export const quoteAmountOf = (size: Decimal, price: Decimal): Decimal =>
  trim(multiply(size, price));
