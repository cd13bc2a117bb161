import { trimDecimal, trimNullable } from "../../decimal.js";
import type { ApiDeps } from "../../deps.js";
import type { Candle, CandlesInput, CandlesResponse } from "../../schemas/candles.js";
import { requireTicker } from "../markets/requireTicker.js";
import { iso, Where } from "../sql.js";

const SELECT = `
SELECT ${iso('"startedAt"')} AS "startedAt", ticker, resolution, low::text AS low,
  high::text AS high, open::text AS open, close::text AS close,
  "baseTokenVolume"::text AS "baseTokenVolume", "usdVolume"::text AS "usdVolume", trades,
  "startingOpenInterest"::text AS "startingOpenInterest",
  "orderbookMidPriceOpen"::text AS "orderbookMidPriceOpen",
  "orderbookMidPriceClose"::text AS "orderbookMidPriceClose"
FROM candles`;

function toCandle(row: Candle): Candle {
  return {
    startedAt: row.startedAt,
    ticker: row.ticker,
    resolution: row.resolution,
    low: trimDecimal(row.low),
    high: trimDecimal(row.high),
    open: trimDecimal(row.open),
    close: trimDecimal(row.close),
    baseTokenVolume: trimDecimal(row.baseTokenVolume),
    usdVolume: trimDecimal(row.usdVolume),
    trades: row.trades,
    startingOpenInterest: trimDecimal(row.startingOpenInterest),
    orderbookMidPriceOpen: trimNullable(row.orderbookMidPriceOpen),
    orderbookMidPriceClose: trimNullable(row.orderbookMidPriceClose),
  };
}

/** GET /candles/perpetualMarkets/:ticker (api.md §1.11): from inclusive, to exclusive. */
export async function getCandles(
  deps: Pick<ApiDeps, "db" | "markets">,
  input: CandlesInput,
): Promise<CandlesResponse> {
  await requireTicker(deps, input.ticker);
  const where = new Where()
    .and("ticker = ?", input.ticker)
    .and("resolution = ?", input.resolution)
    .optional('"startedAt" >= ?::timestamptz', input.fromISO)
    .optional('"startedAt" < ?::timestamptz', input.toISO);
  const conditions = where.toString();
  const limit = where.bind(input.limit);
  const rows = await deps.db.query<Candle>(
    `${SELECT} WHERE ${conditions} ORDER BY candles."startedAt" DESC LIMIT ${limit}`,
    where.values,
  );
  return { candles: rows.map(toCandle) };
}
