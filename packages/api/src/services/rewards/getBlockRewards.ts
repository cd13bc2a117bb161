import type { ApiDeps } from "../../deps.js";
import type { BlockRewardsInput, BlockRewardsResponse } from "../../schemas/rewards.js";
import { iso, Where } from "../sql.js";

/** GET /historicalBlockTradingRewards/:address (api.md §1.21). Amounts keep their 18 digits. */
export async function getBlockRewards(
  deps: Pick<ApiDeps, "db">,
  input: BlockRewardsInput,
): Promise<BlockRewardsResponse> {
  const where = new Where()
    .and("address = ?", input.address)
    .optional('"blockTime" <= ?::timestamptz', input.startingBeforeOrAt)
    .optional('"blockHeight" <= ?', input.startingBeforeOrAtHeight);
  const conditions = where.toString();
  const limit = where.bind(input.limit);
  const rewards = await deps.db.query<BlockRewardsResponse["rewards"][number]>(
    `SELECT amount::text AS "tradingReward", ${iso('"blockTime"')} AS "createdAt",
       "blockHeight"::text AS "createdAtHeight"
     FROM trading_rewards WHERE ${conditions} ORDER BY "blockHeight" DESC LIMIT ${limit}`,
    where.values,
  );
  return { rewards };
}
