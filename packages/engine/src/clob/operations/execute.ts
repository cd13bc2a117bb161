import type { clob } from "@perpetua/protocol";
import { isRejection, type Rejection } from "../../state/index.js";

import { clobRejection } from "../errors.js";
import { fillAmount } from "../fillAmounts.js";
import type { Order } from "../order.js";
import { isShortTerm, isStateful, type OrderId, orderIdText, orderKey } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import { deleteStatefulOrder, matchableOrder } from "../stateful/store.js";
import { validateOrderAgainstState } from "../validation/orderAgainstState.js";
import { type BlockOperation, decodeOperations } from "./decode.js";
import { executeDeleveraging } from "./deleveraging.js";
import { executeLiquidation } from "./liquidation.js";
import { executeMatchOrders } from "./matchOrders.js";
import { executeRemoval } from "./removal.js";

/** Short-term orders placed so far by the operations of the block, latest of each id. */
export type PlacedOrders = Map<string, Order>;

/**
 * Executes the proposed operations of a block in sequence (clob.md §6.3). Any refusal rejects the
 * whole message; the caller reverts.
 * Price-time priority and completeness are the proposer's business and are not verified.
 */
export function executeOperations(
  k: ClobKernel,
  message: clob.MsgProposedOperations,
): Rejection | undefined {
  const operations = decodeOperations(k, message);
  if (isRejection(operations)) return operations;
  const placed: PlacedOrders = new Map();
  for (const operation of operations) {
    const refused = execute(k, placed, operation);
    if (refused !== undefined) return refused;
  }
  removeCompleted(k);
  return undefined;
}

/** The operations that a block at this state carries out: refused ones are left out. */
export function executableOperations(
  k: ClobKernel,
  operationsQueue: readonly clob.OperationRaw[],
): clob.OperationRaw[] {
  const operations = decodeOperations(k, { operationsQueue: [...operationsQueue] });
  if (isRejection(operations)) return [];
  const placed: PlacedOrders = new Map();
  return operationsQueue.filter((_, i) => {
    const mark = k.registry.journal.mark();
    const refused = execute(k, placed, operations[i] as BlockOperation);
    if (refused !== undefined) k.registry.journal.revert(mark);
    return refused === undefined;
  });
}

function execute(
  k: ClobKernel,
  placed: PlacedOrders,
  operation: BlockOperation,
): Rejection | undefined {
  switch (operation.kind) {
    case "placement":
      return executePlacement(k, placed, operation.order);
    case "orders":
      return executeMatchOrders(k, placed, operation.takerId, operation.fills, operation.match);
    case "liquidation":
      return executeLiquidation(k, placed, operation.match, operation.fills);
    case "deleveraging":
      return executeDeleveraging(k, operation.match);
    case "removal":
      return executeRemoval(k, operation.orderId, operation.reason);
  }
}

function executePlacement(
  k: ClobKernel,
  placed: PlacedOrders,
  order: Order,
): Rejection | undefined {
  const refused = validateOrderAgainstState(k, order, true);
  if (refused !== undefined) return refused;
  placed.set(orderKey(order.orderId), order);
  return undefined;
}

/**
 * The order an operation names: short-term from this message, stateful from state, conditional only
 * after its trigger.
 */
export function orderOf(k: ClobKernel, placed: PlacedOrders, id: OrderId): Order | Rejection {
  const order = isShortTerm(id) ? placed.get(orderKey(id)) : matchableOrder(k, id);
  if (order !== undefined) return order;
  const text = orderIdText(id);
  return isShortTerm(id)
    ? clobRejection(4002, text)
    : clobRejection(3006, `stateful order id ${text}`);
}

/** Fully filled stateful orders leave state without an event; the indexer infers it. */
function removeCompleted(k: ClobKernel): void {
  for (const key of k.clob.block.filled.sortedKeys()) {
    const id = k.clob.block.filled.get(key);
    if (id === undefined || !isStateful(id)) continue;
    const order = matchableOrder(k, id);
    if (order === undefined || fillAmount(k, id) < order.quantums) continue;
    deleteStatefulOrder(k, id);
    k.clob.block.completed.set(key, id);
  }
}
