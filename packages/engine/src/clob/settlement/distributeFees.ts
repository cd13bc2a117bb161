import { isValidAddress, moduleAddress } from "../../auth/index.js";
import { isBlockedAddress, sendCoins, USDC_DENOM } from "../../bank/index.js";
import { assert } from "../../math/index.js";
import { type FillShares, revSharesForFill } from "../../revshare/index.js";
import { type Rejection, reject } from "../../state/index.js";
import { collateralPoolOf } from "../../subaccounts/index.js";
import { type ClobPair, perpetualOf } from "../clobPair.js";
import { clobRejection } from "../errors.js";
import type { Order } from "../order.js";
import type { ClobKernel } from "../state.js";
import type { FillAmounts, Taker } from "./types.js";

export const FEE_COLLECTOR = moduleAddress("fee_collector");

/** Where the fees of a fill went. */
export interface Distribution {
  readonly shares: FillShares | undefined;
  readonly affiliateShare: bigint;
  readonly takerRouterFee: bigint;
  readonly makerRouterFee: bigint;
}

export const NO_DISTRIBUTION: Distribution = {
  shares: undefined,
  affiliateShare: 0n,
  takerRouterFee: 0n,
  makerRouterFee: 0n,
};

/**
 * Steps 3–5 of clob.md §7.5: builder fees, revenue shares, the rest to the fee collector; all from
 * the traded perpetual's pool.
 */
export function distributeFees(
  k: ClobKernel,
  pair: ClobPair,
  taker: Taker,
  maker: Order,
  amounts: FillAmounts,
): Distribution | Rejection {
  const perpetual = perpetualOf(k, pair);
  const pool = collateralPoolOf(k, perpetual.params.id);
  const unpaid =
    payBuilder(k, pool, taker.order, amounts.takerBuilderFee) ??
    payBuilder(k, pool, maker, amounts.makerBuilderFee);
  if (unpaid !== undefined) return unpaid;
  const shares = revSharesForFill(k, {
    taker: taker.subaccountId.owner,
    takerFee: amounts.takerFee,
    makerFee: amounts.makerFee,
    marketId: perpetual.params.marketId,
    takerOrderRouter: taker.order?.orderRouterAddress,
    makerOrderRouter: maker.orderRouterAddress,
  });
  for (const { recipient, quoteQuantums } of shares.all) {
    if (quoteQuantums === 0n) continue;
    // Fixed recipients are not checked when they are set; here a bad one fails (risk.md §9.5).
    if (!isValidAddress(recipient)) {
      return reject("undefined", 1, `decoding bech32 failed: ${recipient}`);
    }
    const refused = sendCoins(k, pool, recipient, USDC_DENOM, quoteQuantums);
    if (refused !== undefined) return refused;
  }
  const rest = amounts.takerFee + amounts.makerFee - shares.total;
  assert(rest >= 0n, "fees of a fill are never negative in sum");
  const refused = rest === 0n ? undefined : sendCoins(k, pool, FEE_COLLECTOR, USDC_DENOM, rest);
  if (refused !== undefined) return refused;
  return {
    shares,
    affiliateShare: shares.affiliate?.quoteQuantums ?? 0n,
    takerRouterFee: shares.takerRouterFee,
    makerRouterFee: shares.makerRouterFee,
  };
}

/** Whether an order's builder may be paid `fee`; the bank keeps some modules from receiving. */
export function isBuilderPayable(order: Order | undefined, fee: bigint): boolean {
  const builder = order?.builderCodeParameters?.builderAddress;
  return builder === undefined || fee === 0n || !isBlockedAddress(builder);
}

function payBuilder(
  k: ClobKernel,
  pool: string,
  order: Order | undefined,
  fee: bigint,
): Rejection | undefined {
  const builder = order?.builderCodeParameters?.builderAddress;
  if (builder === undefined || fee === 0n) return undefined;
  if (!isBuilderPayable(order, fee)) {
    return clobRejection(23, `${builder} is not allowed to receive funds`);
  }
  return sendCoins(k, pool, builder, USDC_DENOM, fee);
}
