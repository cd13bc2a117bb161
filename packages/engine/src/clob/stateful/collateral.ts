import { feePpm } from "../../feetiers/index.js";
import { mulPpmUp } from "../../math/index.js";
import { isRejection, type Rejection } from "../../state/index.js";
import { canUpdateSubaccounts, UpdateResult, UpdateType } from "../../subaccounts/index.js";
import {
  fillQuoteQuantums,
  mustClobPair,
  oracleSubticks,
  perpetualIdOf,
  ratioFloor,
} from "../clobPair.js";
import { clobRejection } from "../errors.js";
import { isBuy, type Order } from "../order.js";
import { orderIdText } from "../orderId.js";
import type { ClobKernel } from "../state.js";

/**
 * Whether the whole order, filled alone at its own price as a maker, leaves the account valid
 * (clob.md §3.5, check 5).
 */
export function checkPlacementCollateral(k: ClobKernel, order: Order): Rejection | undefined {
  const result = collateralResult(k, order, order.quantums);
  if (isRejection(result)) return result;
  if (result === UpdateResult.Success) return undefined;
  if (result === UpdateResult.ViolatesIsolatedSubaccountConstraints) return clobRejection(2005);
  const name = UpdateResult[result];
  return clobRejection(3007, `Order: ${orderIdText(order.orderId)}, Result: ${name}`);
}

/**
 * The judgement of `quantums` of an order, filled at its own price (oracle price for a market TWAP)
 * with the owner's maker fee.
 */
export function collateralResult(
  k: ClobKernel,
  order: Order,
  quantums: bigint,
): UpdateResult | Rejection {
  const pair = mustClobPair(k, order.orderId.clobPairId);
  const subticks = order.subticks === 0n ? ratioFloor(oracleSubticks(k, pair)) : order.subticks;
  const quote = fillQuoteQuantums(pair, subticks, quantums);
  const { subaccountId } = order.orderId;
  const ppm = feePpm(k, subaccountId.owner, false, pair.id);
  // Quirk: the builder fee is taken from base quantums here (clob.md §3.5).
  const builderFee = mulPpmUp(quantums, order.builderCodeParameters?.feePpm ?? 0);
  const buy = isBuy(order);
  const quoteDelta = (buy ? -quote : quote) - mulPpmUp(quote, ppm) - builderFee;
  const update = {
    subaccountId,
    assetUpdates: [{ assetId: 0, quantumsDelta: quoteDelta }],
    perpetualUpdates: [
      { perpetualId: perpetualIdOf(pair), quantumsDelta: buy ? quantums : -quantums },
    ],
  };
  const outcome = canUpdateSubaccounts(k, [update], UpdateType.CollatCheck);
  if (isRejection(outcome)) return outcome;
  return outcome.results[0] ?? UpdateResult.UpdateCausedError;
}
