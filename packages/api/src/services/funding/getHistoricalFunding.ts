import { trimDecimal } from "../../decimal.js";
import type { ApiDeps } from "../../deps.js";
import type { HistoricalFundingInput, HistoricalFundingResponse } from "../../schemas/funding.js";
import { requireTicker } from "../markets/requireTicker.js";
import { iso, Where } from "../sql.js";

type FundingRow = HistoricalFundingResponse["historicalFunding"][number];

const SELECT = `
SELECT rate::text AS rate, "oraclePrice"::text AS price, ${iso('"effectiveAt"')} AS "effectiveAt",
  "effectiveAtHeight"::text AS "effectiveAtHeight"
FROM funding_index_updates f`;

/** GET /historicalFunding/:ticker (api.md §1.13): 1-hour rates. */
export async function getHistoricalFunding(
  deps: Pick<ApiDeps, "db" | "markets">,
  input: HistoricalFundingInput,
): Promise<HistoricalFundingResponse> {
  const market = await requireTicker(deps, input.ticker);
  const where = new Where()
    .and('"perpetualId" = ?', market.id)
    .optional('"effectiveAt" <= ?::timestamptz', input.effectiveBeforeOrAt)
    .optional('"effectiveAtHeight" <= ?', input.effectiveBeforeOrAtHeight);
  const conditions = where.toString();
  const limit = where.bind(input.limit);
  const rows = await deps.db.query<Omit<FundingRow, "ticker">>(
    `${SELECT} WHERE ${conditions}
     ORDER BY f."effectiveAtHeight" DESC, f."eventId" DESC LIMIT ${limit}`,
    where.values,
  );
  return {
    historicalFunding: rows.map((row) => ({
      ticker: market.ticker,
      rate: trimDecimal(row.rate),
      price: trimDecimal(row.price),
      effectiveAt: row.effectiveAt,
      effectiveAtHeight: row.effectiveAtHeight,
    })),
  };
}
