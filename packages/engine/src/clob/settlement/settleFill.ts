import { sendCoins, USDC_DENOM } from "../../bank/index.js";
import { isDelivering, isRejection, type Rejection } from "../../state/index.js";
import {
  collateralPoolOf,
  insuranceFundOf,
  UpdateResult,
  updateForMatch,
} from "../../subaccounts/index.js";
import { type ClobPair, fillQuoteQuantums, perpetualIdOf } from "../clobPair.js";
import { clobRejection } from "../errors.js";
import { addFillAmount } from "../fillAmounts.js";
import { insuranceDelta, liquidationLimit, noteLiquidationFill } from "../liquidation/insurance.js";
import type { Order } from "../order.js";
import { isTwapSuborder, type OrderId, orderKey } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import { reduceTwapParent } from "../stateful/twap.js";
import {
  type Distribution,
  distributeFees,
  isBuilderPayable,
  NO_DISTRIBUTION,
} from "./distributeFees.js";
import { fillFees } from "./fees.js";
import { emitMatch } from "./matchEvent.js";
import { recordTrade } from "./recordTrade.js";
import type { FillAmounts, LimitedFill, RefusedFill, SettledFill, Taker } from "./types.js";

/**
 * Settles one fill at the maker's price, in a block and optimistically alike (clob.md §7). On
 * anything but "settled" nothing is left
 * written. PERF: outside blocks nobody reads fee shares, rewards, statistics or events, so they are
 * left out.
 */
export function settleFill(
  k: ClobKernel,
  pair: ClobPair,
  taker: Taker,
  maker: Order,
  quantums: bigint,
): SettledFill | RefusedFill | LimitedFill | Rejection {
  const amounts = fillAmounts(k, pair, taker, maker, quantums);
  if (amounts.kind !== "amounts") return amounts.kind === "limited" ? amounts : amounts.rejection;
  const { journal } = k.registry;
  const mark = journal.mark();
  const outcome = apply(k, pair, taker, maker, quantums, amounts);
  if (!("kind" in outcome) || outcome.kind !== "settled") journal.revert(mark);
  return outcome;
}

/**
 * Quote, fees and insurance payment of the fill (clob.md §7.2), or the liquidation limit it would
 * break.
 */
function fillAmounts(
  k: ClobKernel,
  pair: ClobPair,
  taker: Taker,
  maker: Order,
  quantums: bigint,
): FillAmounts | LimitedFill | { readonly kind: "refused"; readonly rejection: Rejection } {
  const quoteQuantums = fillQuoteQuantums(pair, maker.subticks, quantums);
  if (taker.liquidation === undefined) return fillFees(k, taker, maker, quoteQuantums, 0n);
  const perpetualId = perpetualIdOf(pair);
  const insurance = insuranceDelta(k, taker, perpetualId, quantums, quoteQuantums);
  if (isRejection(insurance)) return { kind: "refused", rejection: insurance };
  const limited = liquidationLimit(k, taker, perpetualId, quantums, insurance);
  return limited ?? fillFees(k, taker, maker, quoteQuantums, insurance);
}

/** Steps 1–11 of clob.md §7.5. */
function apply(
  k: ClobKernel,
  pair: ClobPair,
  taker: Taker,
  maker: Order,
  quantums: bigint,
  amounts: FillAmounts,
): SettledFill | RefusedFill | Rejection {
  const unpayable = isDelivering(k) ? undefined : unpayableBuilders(taker, maker, amounts);
  if (unpayable !== undefined) return unpayable;
  const perpetualId = perpetualIdOf(pair);
  const unpaid = payInsurance(k, perpetualId, amounts.insuranceDelta);
  if (unpaid !== undefined) return unpaid;
  const quote = taker.isBuy ? -amounts.quoteQuantums : amounts.quoteQuantums;
  const takerDelta = quote - amounts.takerFee - amounts.takerBuilderFee - amounts.insuranceDelta;
  const makerDelta = -quote - amounts.makerFee - amounts.makerBuilderFee;
  const account = maker.orderId.subaccountId;
  const base = taker.isBuy ? quantums : -quantums;
  const updated = updateForMatch(
    k,
    taker.subaccountId,
    account,
    perpetualId,
    base,
    takerDelta,
    makerDelta,
  );
  if (isRejection(updated)) {
    const result = UpdateResult.UpdateCausedError;
    return isDelivering(k) ? updated : { kind: "refused", taker: result, maker: result };
  }
  if (!updated.success) return { kind: "refused", taker: updated.taker, maker: updated.maker };

  let distribution: Distribution | Rejection = NO_DISTRIBUTION;
  if (isDelivering(k)) {
    distribution = distributeFees(k, pair, taker, maker, amounts);
    if (isRejection(distribution)) return distribution;
    recordTrade(k, pair, taker, maker, amounts, distribution);
    emitMatch(
      k,
      perpetualId,
      taker,
      maker,
      quantums,
      amounts,
      distribution,
      takerDelta,
      makerDelta,
    );
  }
  if (taker.liquidation !== undefined) {
    noteLiquidationFill(k, taker, perpetualId, quantums, amounts.insuranceDelta);
  }
  return finishFill(k, taker, maker, quantums, amounts, distribution);
}

/**
 * Step 3 outside blocks: an order whose builder cannot be paid may not match, or the block that
 * carries the fill would lose all its operations, again and again.
 */
function unpayableBuilders(
  taker: Taker,
  maker: Order,
  amounts: FillAmounts,
): RefusedFill | undefined {
  const takerPays = isBuilderPayable(taker.order, amounts.takerBuilderFee);
  const makerPays = isBuilderPayable(maker, amounts.makerBuilderFee);
  if (takerPays && makerPays) return undefined;
  const resultOf = (pays: boolean) =>
    pays ? UpdateResult.Success : UpdateResult.UpdateCausedError;
  return { kind: "refused", taker: resultOf(takerPays), maker: resultOf(makerPays) };
}

/**
 * Steps 10 and 11: fill amounts of both orders, and what a TWAP parent has left. The memclob keeps
 * optimistic amounts itself.
 */
function finishFill(
  k: ClobKernel,
  taker: Taker,
  maker: Order,
  quantums: bigint,
  amounts: FillAmounts,
  distribution: Distribution,
): SettledFill | Rejection {
  const { order } = taker;
  const refused =
    reduceParent(k, maker.orderId, quantums) ??
    (order === undefined ? undefined : reduceParent(k, order.orderId, quantums));
  if (refused !== undefined) return refused;
  let takerTotalFilled = quantums;
  let makerTotalFilled = quantums;
  if (isDelivering(k)) {
    if (order !== undefined) takerTotalFilled = addBlockFill(k, order, quantums);
    makerTotalFilled = addBlockFill(k, maker, quantums);
  }
  return { kind: "settled", amounts, distribution, takerTotalFilled, makerTotalFilled };
}

function addBlockFill(k: ClobKernel, order: Order, quantums: bigint): bigint {
  k.clob.block.filled.set(orderKey(order.orderId), order.orderId);
  return addFillAmount(k, order, quantums);
}

function reduceParent(k: ClobKernel, id: OrderId, quantums: bigint): Rejection | undefined {
  if (!isTwapSuborder(id) || reduceTwapParent(k, id, quantums)) return undefined;
  return clobRejection(49, "the parent of a TWAP suborder does not exist");
}

/** Step 1: moves the insurance payment between the perpetual's pool and its fund. */
function payInsurance(k: ClobKernel, perpetualId: number, delta: bigint): Rejection | undefined {
  if (delta === 0n) return undefined;
  const pool = collateralPoolOf(k, perpetualId);
  const fund = insuranceFundOf(k, perpetualId);
  return delta > 0n
    ? sendCoins(k, pool, fund, USDC_DENOM, delta)
    : sendCoins(k, fund, pool, USDC_DENOM, -delta);
}
