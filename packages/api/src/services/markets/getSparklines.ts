import { trimDecimal } from "../../decimal.js";
import type { ApiDeps } from "../../deps.js";
import type { SparklinesInput, SparklinesResponse } from "../../schemas/markets.js";

const HOUR_MS = 3_600_000;
const PERIODS = {
  ONE_DAY: { resolution: "1HOUR", windowMs: 24 * HOUR_MS },
  SEVEN_DAYS: { resolution: "4HOURS", windowMs: 7 * 24 * HOUR_MS },
} as const;

interface CloseRow {
  readonly ticker: string;
  readonly close: string;
}

/** GET /sparklines (api.md §1.12): close prices, newest first, for every known market. */
export async function getSparklines(
  deps: Pick<ApiDeps, "db" | "markets" | "clock">,
  input: SparklinesInput,
): Promise<SparklinesResponse> {
  const { resolution, windowMs } = PERIODS[input.timePeriod];
  const since = new Date(deps.clock.nowMs() - windowMs).toISOString();
  const [markets, rows] = await Promise.all([
    deps.markets.all(),
    deps.db.query<CloseRow>(
      `SELECT ticker, close::text AS close FROM candles
       WHERE resolution = $1 AND "startedAt" >= $2::timestamptz
       ORDER BY ticker, "startedAt" DESC`,
      [resolution, since],
    ),
  ]);
  const lines: Record<string, string[]> = Object.fromEntries(
    markets.map((market) => [market.ticker, []]),
  );
  for (const row of rows) lines[row.ticker]?.push(trimDecimal(row.close));
  return lines;
}
