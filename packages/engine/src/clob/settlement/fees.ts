import { type FeeOptions, feePpm } from "../../feetiers/index.js";
import { max, mulPpmUp } from "../../math/index.js";
import { isDelivering } from "../../state/index.js";
import type { Order } from "../order.js";
import type { ClobKernel } from "../state.js";
import type { FillAmounts, Taker } from "./types.js";

/** Matching outside blocks knows no referee tier (clob.md §4.3). */
export const OPTIMISTIC: FeeOptions = { refereeMinimumTierIndex: 0 };

/**
 * Fees of a fill worth `quote`, with the insurance payment of a liquidation (clob.md §7.2). A rebate
 * is at most what the taker pays, however small staking discounts make that (risk.md §6.4 asks for
 * the guard: the chain must not stop there). So a liquidation, which pays no taker fee, earns its
 * makers none. ROUNDING: up.
 */
export function fillFees(
  k: ClobKernel,
  taker: Taker,
  maker: Order,
  quote: bigint,
  insuranceDelta: bigint,
): FillAmounts {
  const options = isDelivering(k) ? undefined : OPTIMISTIC;
  const { clobPairId } = taker;
  const isLiquidation = taker.liquidation !== undefined;
  const makerPpm = feePpm(k, maker.orderId.subaccountId.owner, false, clobPairId, options);
  const takerPpm = isLiquidation
    ? 0n
    : feePpm(k, taker.subaccountId.owner, true, clobPairId, options);
  const takerFee = mulPpmUp(quote, takerPpm);
  return {
    kind: "amounts",
    quoteQuantums: quote,
    takerFee,
    makerFee: max(mulPpmUp(quote, makerPpm), -takerFee),
    takerBuilderFee: builderFee(taker.order, quote),
    makerBuilderFee: builderFee(maker, quote),
    insuranceDelta,
  };
}

function builderFee(order: Order | undefined, quote: bigint): bigint {
  const builder = order?.builderCodeParameters;
  return builder === undefined ? 0n : mulPpmUp(quote, builder.feePpm);
}
