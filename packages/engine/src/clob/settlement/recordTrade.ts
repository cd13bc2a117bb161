import { volumeAttributions } from "../../affiliates/index.js";
import { max, min } from "../../math/index.js";
import { addRewardShares } from "../../rewards/index.js";
import { recordFill } from "../../stats/index.js";
import type { ClobPair } from "../clobPair.js";
import type { Order } from "../order.js";
import type { ClobKernel } from "../state.js";
import type { Distribution } from "./distributeFees.js";
import type { FillAmounts, Taker } from "./types.js";

/**
 * Steps 6–8 of clob.md §7.5: the block's trade prices, reward weights (not of liquidations),
 * volumes.
 */
export function recordTrade(
  k: ClobKernel,
  pair: ClobPair,
  taker: Taker,
  maker: Order,
  amounts: FillAmounts,
  distribution: Distribution,
): void {
  noteTradePrice(k, pair, maker.subticks);
  const takerOwner = taker.subaccountId.owner;
  const makerOwner = maker.orderId.subaccountId.owner;
  const notional = amounts.quoteQuantums;
  if (taker.liquidation === undefined && distribution.shares !== undefined) {
    addRewardShares(k, {
      taker: takerOwner,
      maker: makerOwner,
      fillQuoteQuantums: notional,
      takerFee: amounts.takerFee,
      makerFee: amounts.makerFee,
      shares: distribution.shares,
    });
  }
  const hasAffiliate = distribution.shares?.affiliate !== undefined;
  recordFill(k, {
    taker: takerOwner,
    maker: makerOwner,
    notional,
    affiliateFee: distribution.affiliateShare,
    attributions: volumeAttributions(k, takerOwner, makerOwner, notional, hasAffiliate),
  });
}

function noteTradePrice(k: ClobKernel, pair: ClobPair, subticks: bigint): void {
  const key = String(pair.id);
  const known = k.clob.block.tradePrices.get(key);
  k.clob.block.tradePrices.set(key, {
    min: known === undefined ? subticks : min(known.min, subticks),
    max: known === undefined ? subticks : max(known.max, subticks),
  });
}
