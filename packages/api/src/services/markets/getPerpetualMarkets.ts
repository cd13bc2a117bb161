import { Decimal, trimDecimal, trimNullable } from "../../decimal.js";
import type { ApiDeps } from "../../deps.js";
import { badRequest } from "../../errors.js";
import type {
  PerpetualMarket,
  PerpetualMarketsInput,
  PerpetualMarketsResponse,
} from "../../schemas/markets.js";
import { Where } from "../sql.js";
import { requireTicker } from "./requireTicker.js";

interface MarketRow {
  readonly clobPairId: string;
  readonly ticker: string;
  readonly status: PerpetualMarket["status"];
  readonly oraclePrice: string | null;
  readonly priceChange24H: string;
  readonly volume24H: string;
  readonly trades24H: number;
  readonly nextFundingRate: string;
  readonly initialMarginPpm: string;
  readonly maintenanceFractionPpm: string;
  readonly openInterest: string;
  readonly atomicResolution: number;
  readonly quantumConversionExponent: number;
  readonly stepBaseQuantums: string;
  readonly subticksPerTick: number;
  readonly marketType: PerpetualMarket["marketType"];
  readonly openInterestLowerCap: string | null;
  readonly openInterestUpperCap: string | null;
  readonly baseOpenInterest: string | null;
  readonly defaultFundingRate1H: string | null;
}

const SELECT = `
SELECT p."clobPairId"::text AS "clobPairId", p.ticker, p.status,
  m."oraclePrice"::text AS "oraclePrice", p."priceChange24H"::text AS "priceChange24H",
  p."volume24H"::text AS "volume24H", p."trades24H", p."nextFundingRate"::text AS "nextFundingRate",
  t."initialMarginPpm"::text AS "initialMarginPpm",
  t."maintenanceFractionPpm"::text AS "maintenanceFractionPpm",
  p."openInterest"::text AS "openInterest", p."atomicResolution", p."quantumConversionExponent",
  p."stepBaseQuantums"::text AS "stepBaseQuantums", p."subticksPerTick", p."marketType",
  t."openInterestLowerCap", t."openInterestUpperCap",
  p."baseOpenInterest"::text AS "baseOpenInterest",
  p."defaultFundingRate1H"::text AS "defaultFundingRate1H"
FROM perpetual_markets p
JOIN markets m ON m.id = p."marketId"
JOIN liquidity_tiers t ON t.id = p."liquidityTierId"`;

const QUOTE_RESOLUTION = -6;

/** `ppm · 10^-6` */
function fraction(ppm: Decimal): Decimal {
  return ppm.mul(Decimal.of(1n, 6));
}

function toMarket(row: MarketRow): PerpetualMarket {
  const { atomicResolution, quantumConversionExponent } = row;
  const initialPpm = Decimal.parse(row.initialMarginPpm);
  const maintenancePpm = initialPpm.mul(fraction(Decimal.parse(row.maintenanceFractionPpm)));
  const priceExponent = quantumConversionExponent + QUOTE_RESOLUTION - atomicResolution;
  return {
    clobPairId: row.clobPairId,
    ticker: row.ticker,
    status: row.status,
    oraclePrice: trimNullable(row.oraclePrice),
    priceChange24H: trimDecimal(row.priceChange24H),
    // Not trimmed: the plain sum of the job is shown (recorded `11551.3400`).
    volume24H: row.volume24H,
    trades24H: row.trades24H,
    nextFundingRate: trimDecimal(row.nextFundingRate),
    initialMarginFraction: fraction(initialPpm).toString(),
    maintenanceMarginFraction: fraction(maintenancePpm).toString(),
    openInterest: trimDecimal(row.openInterest),
    atomicResolution,
    quantumConversionExponent,
    tickSize: Decimal.of(BigInt(row.subticksPerTick), -priceExponent).toString(),
    stepSize: Decimal.of(BigInt(row.stepBaseQuantums), -atomicResolution).toString(),
    stepBaseQuantums: Number(row.stepBaseQuantums),
    subticksPerTick: row.subticksPerTick,
    marketType: row.marketType,
    openInterestLowerCap: row.openInterestLowerCap,
    openInterestUpperCap: row.openInterestUpperCap,
    baseOpenInterest: trimDecimal(row.baseOpenInterest ?? "0"),
    defaultFundingRate1H: trimNullable(row.defaultFundingRate1H),
  };
}

/** GET /perpetualMarkets (api.md §1.19). `ticker` and `market` are synonyms; one at most. */
export async function getPerpetualMarkets(
  deps: Pick<ApiDeps, "db" | "markets">,
  input: PerpetualMarketsInput,
): Promise<PerpetualMarketsResponse> {
  if (input.ticker !== undefined && input.market !== undefined) {
    throw badRequest("Only one of ticker or market may be provided");
  }
  const ticker = input.ticker ?? input.market;
  if (ticker !== undefined) await requireTicker(deps, ticker, "query");
  const where = new Where().optional("p.ticker = ?", ticker);
  const conditions = where.toString();
  const limit = where.bind(input.limit);
  const rows = await deps.db.query<MarketRow>(
    `${SELECT} WHERE ${conditions} ORDER BY p.id LIMIT ${limit}`,
    where.values,
  );
  return { markets: Object.fromEntries(rows.map((row) => [row.ticker, toMarket(row)])) };
}
