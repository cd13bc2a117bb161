import type { ApiDeps } from "../../deps.js";
import type {
  AffiliateRow,
  AffiliateSnapshotInput,
  AffiliateSnapshotResponse,
} from "../../schemas/affiliates.js";
import { Where } from "../sql.js";

/** Statistics as JSON numbers: no balance depends on them. */
const SELECT = `
SELECT a.address AS "affiliateAddress", COALESCE(u.username, '') AS "affiliateReferralCode",
  a."affiliateEarnings"::float8 AS "affiliateEarnings",
  a."referredMakerTrades" + a."referredTakerTrades" AS "affiliateReferredTrades",
  (a."totalReferredMakerFees" + a."totalReferredTakerFees" + a."totalReferredMakerRebates")::float8
    AS "affiliateTotalReferredFees",
  a."totalReferredUsers" AS "affiliateReferredUsers",
  (a."totalReferredMakerFees" + a."totalReferredTakerFees" + a."totalReferredMakerRebates"
    - a."affiliateEarnings")::float8 AS "affiliateReferredNetProtocolEarnings",
  a."referredTotalVolume"::float8 AS "affiliateReferredTotalVolume",
  a."totalReferredMakerFees"::float8 AS "affiliateReferredMakerFees",
  a."totalReferredTakerFees"::float8 AS "affiliateReferredTakerFees",
  a."totalReferredMakerRebates"::float8 AS "affiliateReferredMakerRebates"
FROM affiliate_info a
LEFT JOIN subaccounts s ON s.address = a.address AND s."subaccountNumber" = 0
LEFT JOIN subaccount_usernames u ON u."subaccountId" = s.id`;

/** GET /affiliates/snapshot (api.md §1.22); `total` counts the rows of this answer (Q21). */
export async function getAffiliateSnapshot(
  deps: Pick<ApiDeps, "db">,
  input: AffiliateSnapshotInput,
): Promise<AffiliateSnapshotResponse> {
  const where = new Where().optional("a.address = ANY(?::text[])", input.addressFilter);
  const conditions = where.toString();
  const limit = where.bind(input.limit);
  const offset = where.bind(input.offset);
  const byEarnings = input.sortByAffiliateEarning || input.offset !== 0;
  const orderBy = byEarnings ? 'a."affiliateEarnings" DESC, a.address' : "a.address";
  const affiliateList = await deps.db.query<AffiliateRow>(
    `${SELECT} WHERE ${conditions} ORDER BY ${orderBy} LIMIT ${limit} OFFSET ${offset}`,
    where.values,
  );
  return { affiliateList, total: affiliateList.length, currentOffset: input.offset };
}
