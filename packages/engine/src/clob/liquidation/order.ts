import type { Rejection } from "../../state/index.js";
import {
  accountRisk,
  getSubaccount,
  isLiquidatable,
  positionSize,
  type SubaccountId,
  subaccountKey,
} from "../../subaccounts/index.js";
import { clobPairOfPerpetual } from "../clobPair.js";
import { clobRejection } from "../errors.js";
import type { LiquidationOrder } from "../order.js";
import type { ClobKernel } from "../state.js";
import { fillableSubticks } from "./fillablePrice.js";
import { liquidationQuantums } from "./size.js";

/** Key of a position in the block's list of liquidated ones. */
export function positionKey(account: SubaccountId, perpetualId: number): string {
  return `${subaccountKey(account)}/${perpetualId}`;
}

/** Whether an account may be liquidated (clob.md §8.1). */
export function checkLiquidatable(k: ClobKernel, account: SubaccountId): Rejection | undefined {
  if (isLiquidatable(accountRisk(k, account))) return undefined;
  return clobRejection(1002, `SubaccountId {${account.owner} ${account.number}}`);
}

/**
 * The liquidation order of a position as it stands now: side, size and fillable price (clob.md
 * §8.2–8.4).
 */
export function liquidationOrderFor(
  k: ClobKernel,
  account: SubaccountId,
  perpetualId: number,
): LiquidationOrder | Rejection {
  const size = positionSize(getSubaccount(k, account), perpetualId);
  if (size === 0n) return clobRejection(1003, `perpetual ${perpetualId}`);
  if (k.clob.block.liquidatedPositions.has(positionKey(account, perpetualId))) {
    return clobRejection(1008, `perpetual ${perpetualId}`);
  }
  const pair = clobPairOfPerpetual(k, perpetualId);
  if (pair === undefined) return clobRejection(19, `perpetual ${perpetualId}`);
  return {
    subaccountId: account,
    clobPairId: pair.id,
    perpetualId,
    isBuy: size < 0n,
    quantums: liquidationQuantums(k, account, perpetualId, pair.id),
    subticks: fillableSubticks(k, account, perpetualId, pair),
  };
}
