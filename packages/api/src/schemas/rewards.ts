import { z } from "zod";
import { height, isoTime, limit, pathAddress, withRule } from "./rules.js";
import { dec18, isoMs, rewardPeriod, uintString } from "./scalars.js";

const window = () => ({
  limit: limit(),
  startingBeforeOrAt: isoTime(),
  startingBeforeOrAtHeight: height("startingBeforeOrAtHeight"),
});

export const blockRewardsInput = z.object({ address: pathAddress(), ...window() });
export type BlockRewardsInput = z.output<typeof blockRewardsInput>;
export const blockReward = z.object({
  tradingReward: dec18,
  createdAt: isoMs,
  createdAtHeight: uintString,
});
export const blockRewardsResponse = z.object({ rewards: z.array(blockReward) });
export type BlockRewardsResponse = z.output<typeof blockRewardsResponse>;

export const rewardAggregationsInput = z.object({
  address: pathAddress(),
  period: withRule(
    rewardPeriod,
    "string",
    `period must be a valid Trading Reward Aggregation Period, one of ${rewardPeriod.options.join(",")}`,
  ),
  ...window(),
});
export type RewardAggregationsInput = z.output<typeof rewardAggregationsInput>;
/** The current period has null ends; the keys must exist. */
export const rewardAggregation = z.object({
  tradingReward: dec18,
  startedAt: isoMs,
  startedAtHeight: uintString,
  endedAt: isoMs.nullable(),
  endedAtHeight: uintString.nullable(),
  period: rewardPeriod,
});
export const rewardAggregationsResponse = z.object({ rewards: z.array(rewardAggregation) });
export type RewardAggregationsResponse = z.output<typeof rewardAggregationsResponse>;
