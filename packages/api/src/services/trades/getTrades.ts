import { trimDecimal } from "../../decimal.js";
import type { ApiDeps } from "../../deps.js";
import type { Trade, TradesInput, TradesResponse } from "../../schemas/trades.js";
import { requireTicker } from "../markets/requireTicker.js";
import { readPage } from "../paged.js";
import { iso, Where } from "../sql.js";

const SELECT = `encode("eventId", 'hex') AS id, side, size::text AS size, price::text AS price, type,
  ${iso('"createdAt"')} AS "createdAt", "createdAtHeight"::text AS "createdAtHeight"`;

/** GET /trades/perpetualMarket/:ticker (api.md §1.10): one trade per taker fill. */
export async function getTrades(
  deps: Pick<ApiDeps, "db" | "markets">,
  input: TradesInput,
): Promise<TradesResponse> {
  const market = await requireTicker(deps, input.ticker);
  const where = new Where()
    .and("liquidity = 'TAKER'")
    .and('"clobPairId" = ?', market.clobPairId)
    .optional('"createdAtHeight" <= ?', input.createdBeforeOrAtHeight)
    .optional('"createdAt" <= ?::timestamptz', input.createdBeforeOrAt);
  const { rows, counters } = await readPage<Trade>(
    deps.db,
    {
      select: SELECT,
      from: "fills",
      where,
      orderBy: 'fills."createdAtHeight" DESC, "eventId" DESC',
      pagedOrderBy: '"eventId" ASC',
    },
    input,
  );
  const trades = rows.map((row) => ({
    ...row,
    size: trimDecimal(row.size),
    price: trimDecimal(row.price),
  }));
  return { trades, ...counters };
}
