import type { PerpetualPositionRow } from "@perpetua/db";
import {
  assetPositionUuid,
  decodeSerializableInt,
  type indexerV1,
  perpetualPositionUuid,
} from "@perpetua/protocol";
import {
  absolute,
  compare,
  type Decimal,
  formatDecimal,
  fromScaled,
  isZero,
  parseDecimal,
  subtract,
  trimmedText,
  ZERO,
} from "../decimal/decimal.js";
import type { EventOf } from "../decode/blockEvent.js";
import { assetContents, positionContents } from "../messages/positionContents.js";
import { present, stateError } from "../model/blockError.js";
import { newOutput, type SubaccountContents } from "../output.js";
import type { HandlerContext } from "./context.js";
import { subaccountParallelId } from "./parallelIds.js";
import { sizeOf, usdc } from "./units.js";

/** New balances of a subaccount: positions open, grow, close or flip (indexer.md §4.4). */
export function applySubaccountUpdate(
  context: HandlerContext,
  event: EventOf<"subaccount_update">,
): void {
  const { state, output } = context;
  const id = present(event.payload.subaccountId, "subaccount id");
  const uuid = state.touchSubaccount(id);
  const perpetualPositions = event.payload.updatedPerpetualPositions.flatMap((update) =>
    applyPerpetual(context, event.eventId, uuid, update).map((row) =>
      positionContents(state, id, row),
    ),
  );
  const assetPositions = event.payload.updatedAssetPositions.map((update) =>
    applyAssetPosition(context, id, uuid, update),
  );
  const contents: SubaccountContents = {
    ...(perpetualPositions.length === 0 ? {} : { perpetualPositions }),
    ...(assetPositions.length === 0 ? {} : { assetPositions }),
    blockHeight: String(state.height),
  };
  const sent = output.add(newOutput(event, [subaccountParallelId(uuid)]));
  sent.subaccounts.push({ subaccountId: id, contents });
}

/** Returns the rows that changed: the closed one first when the position flips. */
function applyPerpetual(
  { state }: HandlerContext,
  eventId: string,
  subaccountId: string,
  update: indexerV1.IndexerPerpetualPosition,
): PerpetualPositionRow[] {
  const perpetual = state.perpetual(update.perpetualId);
  const size = sizeOf(decodeSerializableInt(update.quantums), perpetual);
  const side = size.digits > 0n ? "LONG" : "SHORT";
  const newest = state.newestPosition(subaccountId, update.perpetualId);
  const existing = newest?.status === "OPEN" ? newest : undefined;
  const payment = usdc(decodeSerializableInt(update.fundingPayment));
  const settled = subtract(parseDecimal(existing?.settledFunding ?? "0"), payment);
  const settledFunding = trimmedText(settled);
  const changed: PerpetualPositionRow[] = [];

  if (existing !== undefined && existing.side === side && !isZero(size)) {
    const row = {
      ...existing,
      size: formatDecimal(size),
      maxSize: formatDecimal(larger(parseDecimal(existing.maxSize), size)),
      lastEventId: eventId,
      settledFunding,
    };
    state.putPosition(row);
    return [row];
  }
  if (existing !== undefined) {
    const closed = close(existing, state, eventId, settledFunding);
    state.putPosition(closed);
    changed.push(closed);
    if (isZero(size)) return changed;
  }
  const opened: PerpetualPositionRow = {
    id: perpetualPositionUuid(subaccountId, eventId),
    subaccountId,
    perpetualId: BigInt(update.perpetualId),
    side,
    status: "OPEN",
    size: formatDecimal(size),
    maxSize: formatDecimal(size),
    entryPrice: "0",
    exitPrice: null,
    sumOpen: "0",
    sumClose: "0",
    createdAt: state.time,
    closedAt: null,
    createdAtHeight: state.height,
    closedAtHeight: null,
    openEventId: eventId,
    closeEventId: null,
    lastEventId: eventId,
    settledFunding: existing === undefined ? settledFunding : "0",
    // Q9: a flip inherits the realised result of the row that it closes.
    totalRealizedPnl: existing?.totalRealizedPnl ?? null,
  };
  state.putPosition(opened);
  changed.push(opened);
  return changed;
}

function close(
  row: PerpetualPositionRow,
  { time, height }: { readonly time: Date; readonly height: bigint },
  eventId: string,
  settledFunding: string,
): PerpetualPositionRow {
  return {
    ...row,
    status: "CLOSED",
    size: "0",
    closedAt: time,
    closedAtHeight: height,
    closeEventId: eventId,
    lastEventId: eventId,
    settledFunding,
  };
}

/** Q8: numerically larger, so a short keeps the value nearest to zero. */
const larger = (a: Decimal, b: Decimal): Decimal => (compare(a, b) >= 0 ? a : b);

function applyAssetPosition(
  { state }: HandlerContext,
  id: indexerV1.IndexerSubaccountId,
  subaccountId: string,
  update: indexerV1.IndexerAssetPosition,
): object {
  const asset = state.reference.assets.get(String(update.assetId));
  if (asset === undefined) throw stateError(`balance of the unknown asset ${update.assetId}`);
  const size = fromScaled(decodeSerializableInt(update.quantums), asset.atomicResolution);
  const row = {
    id: assetPositionUuid(subaccountId, update.assetId),
    assetId: asset.id,
    subaccountId,
    size: formatDecimal(absolute(size)),
    isLong: compare(size, ZERO) > 0,
  };
  state.assetPositions.set(row.id, row);
  return assetContents(id, row, asset.symbol);
}
