import type { Queryable } from "@perpetua/db";
import type { Task } from "../task.js";
import { type DayJob, type DayWindow, runDay } from "./dayWindow.js";

/** What the referees of each affiliate traded and paid (indexer.md §6.11). */
export const updateAffiliateInfo: Task = {
  name: "update_affiliate_info",
  env: "UPDATE_AFFILIATE_INFO",
  intervalMs: 30_000,
  run: (context) => runDay(context, JOB),
};

const JOB: DayJob = {
  key: "affiliateInfoUpdateTime",
  begin: "2024-09-16T00:00:00Z",
  apply: addReferred,
};

/** Q10: the share stands on both fills of a match, and both count. */
const UPSERT = `
INSERT INTO affiliate_info AS info (address, "affiliateEarnings", "referredMakerTrades",
  "referredTakerTrades", "totalReferredUsers", "firstReferralBlockHeight", "referredTotalVolume",
  "totalReferredTakerFees", "totalReferredMakerFees", "totalReferredMakerRebates")
SELECT users.address, COALESCE(traded.earnings, 0), COALESCE(traded.makers, 0),
  COALESCE(traded.takers, 0), users.count, users.first, COALESCE(traded.volume, 0),
  COALESCE(traded."takerFees", 0), COALESCE(traded."makerFees", 0),
  COALESCE(traded."makerRebates", 0)
FROM (
  SELECT "affiliateAddress" AS address, count(*)::int4 AS count, min("referredAtBlock") AS first
  FROM affiliate_referred_users GROUP BY "affiliateAddress"
) users
LEFT JOIN (
  SELECT r."affiliateAddress" AS address, sum(f."affiliateRevShare") AS earnings,
    count(*) FILTER (WHERE f.liquidity = 'MAKER')::int4 AS makers,
    count(*) FILTER (WHERE f.liquidity = 'TAKER')::int4 AS takers,
    sum(f.price * f.size) AS volume,
    sum(f.fee::numeric) FILTER (WHERE f.liquidity = 'TAKER' AND f.type = 'LIMIT') AS "takerFees",
    sum(f.fee::numeric) FILTER (WHERE f.liquidity = 'MAKER' AND f.fee::numeric > 0) AS "makerFees",
    sum(f.fee::numeric) FILTER (WHERE f.liquidity = 'MAKER' AND f.fee::numeric < 0)
      AS "makerRebates"
  FROM affiliate_referred_users r
  JOIN subaccounts s ON s.address = r."refereeAddress"
  JOIN fills f ON f."subaccountId" = s.id
  WHERE f."createdAt" > $1 AND f."createdAt" <= $2 AND f."createdAtHeight" >= r."referredAtBlock"
  GROUP BY r."affiliateAddress"
) traded USING (address)
ON CONFLICT (address) DO UPDATE SET
  "affiliateEarnings" = info."affiliateEarnings" + EXCLUDED."affiliateEarnings",
  "referredMakerTrades" = info."referredMakerTrades" + EXCLUDED."referredMakerTrades",
  "referredTakerTrades" = info."referredTakerTrades" + EXCLUDED."referredTakerTrades",
  "totalReferredUsers" = EXCLUDED."totalReferredUsers",
  "firstReferralBlockHeight" = EXCLUDED."firstReferralBlockHeight",
  "referredTotalVolume" = info."referredTotalVolume" + EXCLUDED."referredTotalVolume",
  "totalReferredTakerFees" = info."totalReferredTakerFees" + EXCLUDED."totalReferredTakerFees",
  "totalReferredMakerFees" = info."totalReferredMakerFees" + EXCLUDED."totalReferredMakerFees",
  "totalReferredMakerRebates" =
    info."totalReferredMakerRebates" + EXCLUDED."totalReferredMakerRebates"`;

async function addReferred(tx: Queryable, { after, upTo }: DayWindow): Promise<void> {
  await tx.query(UPSERT, [after, upTo]);
}
