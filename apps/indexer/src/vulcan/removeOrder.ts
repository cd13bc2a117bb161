import {
  addBestEffortCanceledOrderId,
  addCanceledOrderId,
  changeOrder,
  getOrder,
  type LevelMove,
  readOrder,
  type StoredOrder,
  stateRemainingQuantums,
} from "@perpetua/messaging";
import {
  indexerShared,
  type indexerV1,
  offChainUpdates,
  quantumsToSize,
  uuidFromOrder,
  uuidFromSubaccount,
} from "@perpetua/protocol";
import {
  type HandlerContext,
  InvalidUpdateError,
  type MessageContext,
  required,
} from "./context.js";
import type { Market } from "./market.js";
import {
  canceledStatefulOrder,
  type Removal,
  removedOrder,
  unknownOrder,
} from "./orderContents.js";
import { isStateful, OrderFlags, requiresImmediateExecution } from "./orderFields.js";
import { announceLevel, levelMove, sendOrder } from "./outgoing.js";
import { isVaultAddress } from "./vaults.js";

const Reason = indexerShared.OrderRemovalReason;
const Status = offChainUpdates.OrderRemoveV1_OrderRemovalStatus;

/** An order left the book (indexer.md §5.4). */
export async function handleRemove(
  context: HandlerContext,
  message: MessageContext,
  remove: offChainUpdates.OrderRemoveV1,
): Promise<void> {
  const { orderId, subaccountId } = validate(remove);
  const orderUuid = uuidFromOrder(orderId);
  const { reason, removalStatus } = remove;
  const isIndexerExpired = reason === Reason.ORDER_REMOVAL_REASON_INDEXER_EXPIRED;
  if (isIndexerExpired && !context.unfinishedRemovals.has(orderUuid)) {
    if (!(await isExpired(context, orderId, orderUuid))) return;
  }
  const market = await context.findMarket(orderId.clobPairId);
  const stored = await takeOut(context, message, market, orderUuid, subaccountId);
  const removal: Removal = { orderId, orderUuid, status: statusText(removalStatus), reason };
  if (!market) {
    context.log.error({ orderUuid, clobPairId: orderId.clobPairId }, "removal in unknown market");
  } else if (isOwnerCancel(remove, orderId, subaccountId)) {
    await announceOwnerCancel(context, message, removal, subaccountId, market);
  } else if (stored) {
    await finishRemoval(context, message, removal, subaccountId, market, stored);
  } else {
    await announceUnknown(context, message, removal, subaccountId, market);
  }
  context.unfinishedRemovals.delete(orderUuid);
}

/**
 * Takes an order out of Redis and out of its level. The level comes before all else: it must be
 * right even when Postgres is away, and clients wait for it most.
 */
async function takeOut(
  context: HandlerContext,
  message: MessageContext,
  market: Market | undefined,
  orderUuid: string,
  subaccountId: indexerV1.IndexerSubaccountId,
): Promise<StoredOrder | undefined> {
  const keys = { orderUuid, subaccountUuid: uuidFromSubaccount(subaccountId) };
  for (;;) {
    const before = await readOrder(context.redis, orderUuid);
    if (!before) return context.unfinishedRemovals.get(orderUuid);
    context.unfinishedRemovals.set(orderUuid, before);
    const move = market && levelMoveOfRemoval(before, market);
    const level = await changeOrder(context.redis, { keys, before, move });
    if (!level) continue;
    if (market && move) announceLevel(context, message, market, move, level);
    return before;
  }
}

/** What is left of an order that rests leaves its level with it. */
export function levelMoveOfRemoval(stored: StoredOrder, market: Market): LevelMove | undefined {
  const order = required(stored.order.order, "stored order");
  const left = order.quantums - stored.totalFilledQuantums;
  if (left <= 0n || !stored.restingOnBook || requiresImmediateExecution(order)) return undefined;
  return levelMove(stored.order, order, market, -left);
}

/** A stateful order that its owner canceled on chain. */
function isOwnerCancel(
  { reason, removalStatus }: offChainUpdates.OrderRemoveV1,
  { orderFlags }: indexerV1.IndexerOrderId,
  { owner }: indexerV1.IndexerSubaccountId,
): boolean {
  return (
    isStateful(orderFlags) &&
    reason === Reason.ORDER_REMOVAL_REASON_USER_CANCELED &&
    removalStatus === Status.ORDER_REMOVAL_STATUS_CANCELED &&
    !isVaultAddress(owner)
  );
}

function validate(remove: offChainUpdates.OrderRemoveV1) {
  const orderId = required(remove.removedOrderId, "removed order id");
  const subaccountId = required(orderId.subaccountId, "subaccount id");
  if (remove.reason === Reason.ORDER_REMOVAL_REASON_UNSPECIFIED) {
    throw new InvalidUpdateError("removal reason is unspecified");
  }
  if (remove.removalStatus === Status.ORDER_REMOVAL_STATUS_UNSPECIFIED) {
    throw new InvalidUpdateError("removal status is unspecified");
  }
  return { orderId, subaccountId };
}

function statusText(status: offChainUpdates.OrderRemoveV1_OrderRemovalStatus): string {
  if (status === Status.ORDER_REMOVAL_STATUS_CANCELED) return "CANCELED";
  return status === Status.ORDER_REMOVAL_STATUS_FILLED ? "FILLED" : "BEST_EFFORT_CANCELED";
}

/** Roundtable may be wrong or late: only a live short-term order past its block expires. */
async function isExpired(
  context: HandlerContext,
  orderId: indexerV1.IndexerOrderId,
  orderUuid: string,
): Promise<boolean> {
  const [height, order] = await Promise.all([
    context.orders.latestHeight(),
    getOrder(context.redis, orderUuid),
  ]);
  if (height === undefined) {
    context.log.error({ orderUuid }, "latest block unknown, expiry ignored");
    return false;
  }
  if (!order) {
    context.count("indexer_expired_not_found");
    return false;
  }
  const goodTilBlock = order.order?.goodTilBlock;
  const expired =
    orderId.orderFlags === OrderFlags.shortTerm &&
    goodTilBlock !== undefined &&
    goodTilBlock < height;
  if (!expired) context.count("indexer_expired_not_expired");
  return expired;
}

/** Ender has written the row, the message shows it. */
async function announceOwnerCancel(
  context: HandlerContext,
  message: MessageContext,
  removal: Removal,
  subaccountId: indexerV1.IndexerSubaccountId,
  market: Market,
): Promise<void> {
  const row = await context.orders.findOrder(removal.orderUuid);
  if (row) sendOrder(context, message, subaccountId, canceledStatefulOrder(removal, row, market));
  else context.log.error({ orderUuid: removal.orderUuid }, "canceled order is not in the database");
}

async function announceUnknown(
  context: HandlerContext,
  message: MessageContext,
  removal: Removal,
  subaccountId: indexerV1.IndexerSubaccountId,
  market: Market,
): Promise<void> {
  const silent =
    !context.announceUnknownCancels ||
    removal.reason === Reason.ORDER_REMOVAL_REASON_INDEXER_EXPIRED ||
    removal.reason === Reason.ORDER_REMOVAL_REASON_FULLY_FILLED;
  if (silent) return;
  const row = await context.orders.findOrder(removal.orderUuid);
  sendOrder(context, message, subaccountId, unknownOrder(removal, market, row));
}

async function finishRemoval(
  context: HandlerContext,
  message: MessageContext,
  removal: Removal,
  subaccountId: indexerV1.IndexerSubaccountId,
  market: Market,
  stored: StoredOrder,
): Promise<void> {
  const { orderUuid, status } = removal;
  const order = required(stored.order.order, "stored order");
  const remaining = await stateRemainingQuantums(context.redis, orderUuid, order.quantums);
  const row =
    remaining > 0n
      ? await context.orders.setStatus(orderUuid, status)
      : await context.orders.findOrder(orderUuid);
  if (!isSilentRemoval(removal, remaining)) {
    const filled = quantumsToSize(stored.totalFilledQuantums, market.atomicResolution);
    const contents = removedOrder(removal, stored.order, order, market, filled, row);
    sendOrder(context, message, subaccountId, contents);
  }
  if (status === "CANCELED") {
    await addCanceledOrderId(context.redis, orderUuid, context.nowMs());
  } else if (status === "BEST_EFFORT_CANCELED") {
    await addBestEffortCanceledOrderId(context.redis, orderUuid, context.nowMs());
  }
}

/** Ender announces full fills; canceling what is already filled on chain is no news. */
function isSilentRemoval({ reason, status }: Removal, remainingQuantums: bigint): boolean {
  if (reason === Reason.ORDER_REMOVAL_REASON_FULLY_FILLED) return true;
  if (remainingQuantums > 0n) return false;
  return (
    (status === "BEST_EFFORT_CANCELED" && reason === Reason.ORDER_REMOVAL_REASON_USER_CANCELED) ||
    (status === "CANCELED" && reason === Reason.ORDER_REMOVAL_REASON_INDEXER_EXPIRED)
  );
}
