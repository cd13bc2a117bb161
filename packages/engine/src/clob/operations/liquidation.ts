import type { clob } from "@perpetua/protocol";
import { isRejection, type Rejection } from "../../state/index.js";
import { ACTIVE } from "../clobPair.js";
import { clobRejection } from "../errors.js";
import { checkLiquidatable, liquidationOrderFor, positionKey } from "../liquidation/order.js";
import type { LiquidationOrder } from "../order.js";
import { takerOfLiquidation } from "../settlement/types.js";
import type { ClobKernel } from "../state.js";
import type { Fill } from "./decode.js";
import type { PlacedOrders } from "./execute.js";
import { executeFills, stageMatch } from "./matchOrders.js";
import { checkOperationStatus } from "./status.js";

/**
 * Executes a liquidation match: the order recomputed from state must be the one the proposer names
 * (clob.md §6.3).
 */
export function executeLiquidation(
  k: ClobKernel,
  placed: PlacedOrders,
  match: clob.MatchPerpetualLiquidation,
  fills: readonly Fill[],
): Rejection | undefined {
  const pair = checkOperationStatus(k, match.clobPairId, false);
  if (isRejection(pair)) return pair;
  if (pair.status !== ACTIVE) return clobRejection(1022);
  const account = match.liquidated ?? { owner: "", number: 0 };
  const healthy = checkLiquidatable(k, account);
  if (healthy !== undefined) return healthy;
  const order = liquidationOrderFor(k, account, match.perpetualId);
  if (isRejection(order)) return order;
  const different = checkSame(order, match);
  if (different !== undefined) return different;
  const refused = executeFills(k, placed, pair, takerOfLiquidation(order), fills);
  if (refused !== undefined) return refused;
  stageMatch(k, placed, { matchPerpetualLiquidation: match }, fills, undefined);
  k.clob.block.liquidatedPositions.set(positionKey(account, match.perpetualId), true);
  return undefined;
}

function checkSame(
  order: LiquidationOrder,
  match: clob.MatchPerpetualLiquidation,
): Rejection | undefined {
  if (order.clobPairId !== match.clobPairId) {
    return clobRejection(
      21,
      `Order CLOB Pair ID: ${order.clobPairId}, Match CLOB Pair ID: ${match.clobPairId}`,
    );
  }
  if (order.quantums !== match.totalSize) {
    return clobRejection(1004, `Order Size: ${order.quantums}, Match Size ${match.totalSize}`);
  }
  if (order.isBuy !== match.isBuy) {
    return clobRejection(1005, `Order isBuy: ${order.isBuy}, Match isBuy: ${match.isBuy}`);
  }
  return undefined;
}
