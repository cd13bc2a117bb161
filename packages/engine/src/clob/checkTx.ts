import type { clob } from "@perpetua/protocol";
import { must } from "../math/index.js";
import { isRejection, Mode, type Rejection, reject } from "../state/index.js";
import { getClobPair } from "./clobPair.js";
import { clobRejection } from "./errors.js";
import { executeUpdateLeverage } from "./leverage.js";
import { cancelBatch, cancelShortTerm } from "./memclob/cancel.js";
import { placeOnBook } from "./memclob/place.js";
import { goodTilBlock, presentOrder } from "./order.js";
import { isShortTerm, presentOrderId } from "./orderId.js";
import type { RateBucket } from "./rateLimits.js";
import type { ClobKernel } from "./state.js";
import { cancelStatefulOrder } from "./stateful/cancel.js";
import { placeStatefulOrder } from "./stateful/place.js";
import { checkGoodTilBlock } from "./validation/goodTil.js";
import { validateOrderAgainstState } from "./validation/orderAgainstState.js";

/** A message of the transaction under check, with its ordinary handler. */
export interface CheckedMessage<K> {
  readonly typeUrl: string;
  readonly value: unknown;
  readonly handler: { handle(k: K, message: unknown): Rejection | Uint8Array };
}

const PLACE = "/dydxprotocol.clob.MsgPlaceOrder";
const CANCEL = "/dydxprotocol.clob.MsgCancelOrder";
const BATCH_CANCEL = "/dydxprotocol.clob.MsgBatchCancel";
const LEVERAGE = "/dydxprotocol.clob.MsgUpdateLeverage";
const TRANSFER = "/dydxprotocol.sending.MsgCreateTransfer";
const BUNDLED = new Set([PLACE, CANCEL, BATCH_CANCEL, LEVERAGE]);
const BATCH_CANCEL_WEIGHT = 2;

/**
 * The clob's part of CheckTx, after the ante chain (clob.md §3.1, app.md §1.7): shape of the
 * transaction, rate limits, then its messages.
 * Short-term orders match here; stateful ones are only judged and remembered. The caller reverts
 * the journal on a refusal.
 */
export function clobCheckTx<K extends ClobKernel>(
  k: K,
  messages: readonly CheckedMessage<K>[],
  txBytes: Uint8Array,
  timeoutHeight: bigint,
): Rejection | undefined {
  if (messages.length > 1 && messages.some(isShortTermMessage)) {
    return invalid(
      "a transaction containing short term MsgCancelOrder or MsgPlaceOrder may not contain more than one message",
    );
  }
  if (k.mode === Mode.CheckTx) {
    for (const m of messages) {
      const limited = checkRateLimit(k, m);
      if (limited !== undefined) return limited;
    }
  }
  const refused = checkBundle(messages);
  if (refused !== undefined) return refused;
  if (!k.memclob.initialised) return clobRejection(47);
  for (const m of messages) {
    const outcome = execute(k, m, txBytes, timeoutHeight);
    if (outcome !== undefined) return outcome;
  }
  return undefined;
}

function invalid(detail: string): Rejection {
  return reject("sdk", 18, `${detail}: invalid request`);
}

function isShortTermMessage(m: CheckedMessage<never>): boolean {
  if (m.typeUrl === BATCH_CANCEL) return true;
  if (m.typeUrl === PLACE) {
    return isShortTerm(presentOrder((m.value as clob.MsgPlaceOrder).order).orderId);
  }
  return (
    m.typeUrl === CANCEL && isShortTerm(presentOrderId((m.value as clob.MsgCancelOrder).orderId))
  );
}

/** What may share a transaction: stateful orders, leverage updates, one transfer. */
function checkBundle(messages: readonly CheckedMessage<never>[]): Rejection | undefined {
  let transfers = 0;
  for (const { typeUrl } of messages) {
    if (typeUrl === TRANSFER) transfers++;
    else if (!BUNDLED.has(typeUrl)) {
      return invalid(`a transaction with clob messages may not contain ${typeUrl}`);
    }
  }
  return transfers > 1
    ? invalid("a transaction with clob messages may contain at most one transfer")
    : undefined;
}

/**
 * Counts the message against its bucket (clob.md §3.9): good-til-block first; messages of unknown
 * pairs are not counted.
 */
function checkRateLimit(k: ClobKernel, m: CheckedMessage<never>): Rejection | undefined {
  if (m.typeUrl === PLACE) {
    const order = presentOrder((m.value as clob.MsgPlaceOrder).order);
    const { orderId } = order;
    if (getClobPair(k, orderId.clobPairId) === undefined) return undefined;
    const { owner } = orderId.subaccountId;
    if (!isShortTerm(orderId)) return attempt(k, "MaxStatefulOrdersPerNBlocks", owner, 1);
    return checkGoodTilBlock(k, goodTilBlock(order)) ?? attemptShortTerm(k, owner, 1);
  }
  if (m.typeUrl === CANCEL) {
    const message = m.value as clob.MsgCancelOrder;
    const id = presentOrderId(message.orderId);
    if (!isShortTerm(id) || getClobPair(k, id.clobPairId) === undefined) return undefined;
    const { owner } = id.subaccountId;
    return checkGoodTilBlock(k, message.goodTilBlock ?? 0) ?? attemptShortTerm(k, owner, 1);
  }
  if (m.typeUrl === BATCH_CANCEL) {
    const message = m.value as clob.MsgBatchCancel;
    const known = message.shortTermCancels.every((b) => getClobPair(k, b.clobPairId) !== undefined);
    if (!known) return undefined;
    const owner = message.subaccountId?.owner ?? "";
    return (
      checkGoodTilBlock(k, message.goodTilBlock) ?? attemptShortTerm(k, owner, BATCH_CANCEL_WEIGHT)
    );
  }
  if (m.typeUrl !== LEVERAGE) return undefined;
  const account = (m.value as clob.MsgUpdateLeverage).subaccountId;
  if (account === undefined) return clobRejection(11002, "subaccount ID cannot be nil");
  return attempt(k, "MaxLeverageUpdatesPerNBlocks", account.owner, 1);
}

function attemptShortTerm(k: ClobKernel, owner: string, weight: number): Rejection | undefined {
  return attempt(k, "MaxShortTermOrdersAndCancelsPerNBlocks", owner, weight);
}

function attempt(
  k: ClobKernel,
  bucket: RateBucket,
  owner: string,
  weight: number,
): Rejection | undefined {
  const config = k.clob.rateLimits.get();
  return k.memclob.rateLimiter.attempt(config, bucket, owner, k.header.height, weight);
}

function execute<K extends ClobKernel>(
  k: K,
  m: CheckedMessage<K>,
  txBytes: Uint8Array,
  timeoutHeight: bigint,
): Rejection | undefined {
  switch (m.typeUrl) {
    case PLACE:
      return checkPlace(k, m.value as clob.MsgPlaceOrder, txBytes, timeoutHeight);
    case CANCEL:
      return checkCancel(k, m.value as clob.MsgCancelOrder);
    case BATCH_CANCEL:
      // Quirk: its refusals never reach the client (clob.md §3.7).
      if (k.mode === Mode.CheckTx) cancelBatch(k, m.value as clob.MsgBatchCancel);
      return undefined;
    case LEVERAGE:
      k.memclob.isCheckStateAhead = true;
      return executeUpdateLeverage(k, m.value as clob.MsgUpdateLeverage);
    default: {
      k.memclob.isCheckStateAhead = true;
      const outcome = m.handler.handle(k, m.value);
      return isRejection(outcome) ? outcome : undefined;
    }
  }
}

function checkPlace(
  k: ClobKernel,
  message: clob.MsgPlaceOrder,
  txBytes: Uint8Array,
  timeoutHeight: bigint,
): Rejection | undefined {
  const order = presentOrder(message.order);
  if (!isShortTerm(order.orderId)) return placeStatefulOrder(k, order, false);
  if (k.mode === Mode.ReCheckTx) return undefined;
  if (timeoutHeight !== 0n && timeoutHeight < BigInt(goodTilBlock(order))) {
    return invalid(
      `tx timeout height ${timeoutHeight} is below the order's goodTilBlock ${goodTilBlock(order)}`,
    );
  }
  return placeShortTermOrder(k, order, txBytes);
}

/** Validates a short-term order and runs it through the memclob (clob.md §3.3, §3.4, §4.2). */
export function placeShortTermOrder(
  k: ClobKernel,
  order: ReturnType<typeof presentOrder>,
  txBytes: Uint8Array,
): Rejection | undefined {
  const market = k.memclob.market(k, order.orderId.clobPairId);
  const refused = validateOrderAgainstState(k, order, true, market?.pair);
  if (refused !== undefined) return refused;
  return placeOnBook(k, must(market, "a valid order has a market"), order, txBytes);
}

function checkCancel(k: ClobKernel, message: clob.MsgCancelOrder): Rejection | undefined {
  const id = presentOrderId(message.orderId);
  if (!isShortTerm(id)) return cancelStatefulOrder(k, message);
  if (k.mode === Mode.ReCheckTx) return undefined;
  return cancelShortTerm(k, id, message.goodTilBlock ?? 0);
}
