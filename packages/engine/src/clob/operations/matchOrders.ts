import type { clob } from "@perpetua/protocol";
import { isRejection, type Rejection } from "../../state/index.js";
import { failedUpdate } from "../../subaccounts/index.js";
import type { ClobPair } from "../clobPair.js";
import { clobRejection } from "../errors.js";
import { fillAmount } from "../fillAmounts.js";
import { stageFill } from "../memclob/stream.js";
import { isImmediate, type Order, POST_ONLY } from "../order.js";
import type { OrderId } from "../orderId.js";
import { checkFill } from "../settlement/checkFill.js";
import { emitOrderFill } from "../settlement/fillEvent.js";
import { settleFill } from "../settlement/settleFill.js";
import { type Taker, takerOfOrder } from "../settlement/types.js";
import type { ClobKernel } from "../state.js";
import type { Fill } from "./decode.js";
import { orderOf, type PlacedOrders } from "./execute.js";
import { checkOperationStatus } from "./status.js";

/** Executes a match of orders: the taker against each maker at the maker's price (clob.md §6.3). */
export function executeMatchOrders(
  k: ClobKernel,
  placed: PlacedOrders,
  takerId: OrderId,
  fills: readonly Fill[],
  match: clob.ClobMatch,
): Rejection | undefined {
  const pair = checkOperationStatus(k, takerId.clobPairId, false);
  if (isRejection(pair)) return pair;
  const order = orderOf(k, placed, takerId);
  if (isRejection(order)) return order;
  if (order.timeInForce === POST_ONLY) {
    return clobRejection(4001, "Taker order cannot be post only.");
  }
  if (isImmediate(order) && fillAmount(k, takerId) !== 0n) return clobRejection(2004);
  const refused = executeFills(k, placed, pair, takerOfOrder(order), fills);
  if (refused === undefined) stageMatch(k, placed, match, fills, order);
  return refused;
}

/** Stages the match for the full-node stream: makers, then the taker, with their totals. */
export function stageMatch(
  k: ClobKernel,
  placed: PlacedOrders,
  match: clob.ClobMatch,
  fills: readonly Fill[],
  taker: Order | undefined,
): void {
  if (!k.memclob.stream.enabled) return;
  const makers = fills.map(({ makerId }) => orderOf(k, placed, makerId));
  const orders = [...makers, ...(taker === undefined ? [] : [taker])];
  stageFill(
    k,
    match,
    orders.filter((o): o is Order => !isRejection(o)),
  );
}

/** Settles the fills of a taker in sequence; each emits its event. */
export function executeFills(
  k: ClobKernel,
  placed: PlacedOrders,
  pair: ClobPair,
  taker: Taker,
  fills: readonly Fill[],
): Rejection | undefined {
  for (const { makerId, quantums } of fills) {
    const maker = orderOf(k, placed, makerId);
    if (isRejection(maker)) return maker;
    const refused = checkFill(k, pair, taker, maker, quantums);
    if (refused !== undefined) return refused;
    const outcome = settleFill(k, pair, taker, maker, quantums);
    if (isRejection(outcome)) return outcome;
    if (outcome.kind === "limited") return clobRejection(outcome.code);
    if (outcome.kind === "refused") {
      const results = [outcome.taker, outcome.maker];
      const accounts = [taker.subaccountId, maker.orderId.subaccountId].map((subaccountId) => ({
        subaccountId,
        assetUpdates: [],
        perpetualUpdates: [],
      }));
      return failedUpdate(accounts, results) ?? clobRejection(4000);
    }
    emitOrderFill(k, taker, maker, quantums, outcome);
  }
  return undefined;
}
