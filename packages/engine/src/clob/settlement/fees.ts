import { type FeeOptions, feePpm } from "../../feetiers/index.js";
import { max, mulPpmUp } from "../../math/index.js";
import { isDelivering } from "../../state/index.js";
import type { Order } from "../order.js";
import type { ClobKernel } from "../state.js";
import type { Taker } from "./types.js";

/** Matching outside blocks knows no referee tier (clob.md §4.3). */
const OPTIMISTIC: FeeOptions = { refereeMinimumTierIndex: 0 };

export interface FillFees {
  readonly takerFee: bigint;
  readonly makerFee: bigint;
  readonly takerBuilderFee: bigint;
  readonly makerBuilderFee: bigint;
}

/** Fees of a fill worth `quote` (clob.md §7.2). A liquidation pays no taker fee and earns its makers no rebate. ROUNDING: up. */
export function fillFees(k: ClobKernel, taker: Taker, maker: Order, quote: bigint): FillFees {
  const options = isDelivering(k) ? undefined : OPTIMISTIC;
  const { clobPairId } = taker;
  const makerPpm = feePpm(k, maker.orderId.subaccountId.owner, false, clobPairId, options);
  const makerBuilderFee = builderFee(maker, quote);
  if (taker.liquidation !== undefined) {
    const makerFee = mulPpmUp(quote, max(makerPpm, 0n));
    return { takerFee: 0n, makerFee, takerBuilderFee: 0n, makerBuilderFee };
  }
  const takerPpm = feePpm(k, taker.subaccountId.owner, true, clobPairId, options);
  return {
    takerFee: mulPpmUp(quote, takerPpm),
    makerFee: mulPpmUp(quote, makerPpm),
    takerBuilderFee: builderFee(taker.order, quote),
    makerBuilderFee,
  };
}

function builderFee(order: Order | undefined, quote: bigint): bigint {
  const builder = order?.builderCodeParameters;
  return builder === undefined ? 0n : mulPpmUp(quote, builder.feePpm);
}
