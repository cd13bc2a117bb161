import { encodeSerializableInt, type feetiers as wire } from "@perpetua/protocol";
import { currentStake } from "../stats/index.js";
import { stakingDiscountPpm, userFeeTier } from "./fees.js";
import { type FeetiersKernel, feeTiers, type MarketDiscount } from "./state.js";

export function queryFeeParams(k: FeetiersKernel): wire.PerpetualFeeParams {
  return { tiers: [...feeTiers(k)] };
}

/** Includes the referees' minimum tier (risk.md §6.7). */
export function queryUserFeeTier(k: FeetiersKernel, user: string): wire.QueryUserFeeTierResponse {
  return userFeeTier(k, user);
}

/** Undefined: NotFound. */
export function queryMarketDiscount(
  k: FeetiersKernel,
  clobPairId: number,
): wire.PerMarketFeeDiscountParams | undefined {
  const discount = k.feetiers.marketDiscounts.get(String(clobPairId));
  return discount === undefined ? undefined : toWire(discount);
}

/** All discounts, ascending by clob pair. */
export function queryAllMarketDiscounts(k: FeetiersKernel): wire.PerMarketFeeDiscountParams[] {
  const list = [...k.feetiers.marketDiscounts.unordered()].map(([, discount]) => discount);
  return list.sort((a, b) => a.clobPairId - b.clobPairId).map(toWire);
}

export function queryStakingTiers(k: FeetiersKernel): wire.StakingTier[] {
  return [...k.feetiers.stakingTiers.entries()].map(([feeTierName, levels]) => ({
    feeTierName,
    levels: levels.map((l) => ({
      minStakedBaseTokens: encodeSerializableInt(l.minStakedBaseTokens),
      feeDiscountPpm: l.feeDiscountPpm,
    })),
  }));
}

export function queryUserStakingTier(
  k: FeetiersKernel,
  address: string,
): wire.QueryUserStakingTierResponse {
  const { tier } = userFeeTier(k, address);
  const staked = currentStake(k, address);
  return {
    feeTierName: tier.name,
    stakedBaseTokens: encodeSerializableInt(staked),
    discountPpm: stakingDiscountPpm(k, tier.name, staked),
  };
}

function toWire(d: MarketDiscount): wire.PerMarketFeeDiscountParams {
  const time = (ns: bigint) => ({
    seconds: ns / 1_000_000_000n,
    nanos: Number(ns % 1_000_000_000n),
  });
  return {
    clobPairId: d.clobPairId,
    startTime: time(d.startNs),
    endTime: time(d.endNs),
    chargePpm: d.chargePpm,
  };
}
