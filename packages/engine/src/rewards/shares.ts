import { AFFILIATE_VOLUME_LIMIT } from "../affiliates/index.js";
import { lowestMakerFeePpm } from "../feetiers/index.js";
import { mulPpmDown, ONE_MILLION } from "../math/index.js";
import type { FillShares } from "../revshare/index.js";
import { userStats } from "../stats/index.js";
import type { RewardsKernel } from "./state.js";

const MAX_AFFILIATE_SHARE_PPM = 500_000;

/**
 * The members of a fill that earn rewards. Liquidation fills are not passed: they earn nothing
 * (risk.md §11.2).
 */
export interface RewardedFill {
  readonly taker: string;
  readonly maker: string;
  readonly fillQuoteQuantums: bigint;
  readonly takerFee: bigint;
  readonly makerFee: bigint;
  readonly shares: FillShares;
}

/**
 * Adds the weights of a fill (risk.md §11.2). The taker's fee is lessened by the highest rebate of
 * the schedule (undiscounted) and, below 50 million USDC of volume, by the largest affiliate share,
 * whether or not there is an affiliate.
 * ROUNDING: floor everywhere, so the subtracted rebate grows in magnitude.
 */
export function addRewardShares(k: RewardsKernel, fill: RewardedFill): void {
  const { takerFee, makerFee, fillQuoteQuantums, shares } = fill;
  const kept = ONE_MILLION - BigInt(shares.netSharePpm);
  const rebatePpm = Math.min(0, lowestMakerFeePpm(k));
  const volume = userStats(k, fill.taker).takerNotional;
  const affiliate =
    volume < AFFILIATE_VOLUME_LIMIT ? mulPpmDown(takerFee, MAX_AFFILIATE_SHARE_PPM) : 0n;
  const rebate = mulPpmDown(fillQuoteQuantums, rebatePpm);
  const takerBase = takerFee + rebate - affiliate - shares.takerRouterFee;
  addWeight(k, fill.taker, mulPpmDown(takerBase, kept));
  addWeight(k, fill.maker, mulPpmDown(makerFee - shares.makerRouterFee, kept));
}

function addWeight(k: RewardsKernel, address: string, weight: bigint): void {
  if (weight <= 0n) return;
  k.rewards.shares.set(address, (k.rewards.shares.get(address) ?? 0n) + weight);
}
