import type { ApiDeps } from "../../deps.js";
import type { RewardAggregationsInput, RewardAggregationsResponse } from "../../schemas/rewards.js";
import { iso, Where } from "../sql.js";

/** GET /historicalTradingRewardAggregations/:address (api.md §1.21): open periods end in null. */
export async function getRewardAggregations(
  deps: Pick<ApiDeps, "db">,
  input: RewardAggregationsInput,
): Promise<RewardAggregationsResponse> {
  const where = new Where()
    .and("address = ?", input.address)
    .and("period = ?", input.period)
    .optional('"startedAt" <= ?::timestamptz', input.startingBeforeOrAt)
    .optional('"startedAtHeight" <= ?', input.startingBeforeOrAtHeight);
  const conditions = where.toString();
  const limit = where.bind(input.limit);
  const rewards = await deps.db.query<RewardAggregationsResponse["rewards"][number]>(
    `SELECT amount::text AS "tradingReward", ${iso('"startedAt"')} AS "startedAt",
       "startedAtHeight"::text AS "startedAtHeight", ${iso('"endedAt"')} AS "endedAt",
       "endedAtHeight"::text AS "endedAtHeight", period
     FROM trading_reward_aggregations a
     WHERE ${conditions} ORDER BY a."startedAtHeight" DESC LIMIT ${limit}`,
    where.values,
  );
  return { rewards };
}
