import type { PerpetualMarketRow } from "@perpetua/db";
import { formatDecimal, fromScaled, parseDecimal, trimmedText } from "../decimal/decimal.js";
import { priceOf, sizeOf } from "../handlers/units.js";
import { stateError } from "../model/blockError.js";
import type { ReferenceOverlay } from "../model/referenceData.js";

const PPM_EXPONENT = -6;

/** The `trading` message of the markets topic: markets by ticker (indexer.md §4.4). */
export function tradingContents(
  reference: ReferenceOverlay,
  markets: readonly PerpetualMarketRow[],
): object {
  const trading = Object.fromEntries(
    markets.map((row) => [row.ticker, marketContents(reference, row)]),
  );
  return { trading };
}

function marketContents(reference: ReferenceOverlay, row: PerpetualMarketRow): object {
  const tier = reference.tiers.get(row.liquidityTierId);
  if (tier === undefined) throw stateError(`${row.ticker} names the unknown tier`);
  const { initialMarginPpm, maintenanceFractionPpm } = tier;
  const maintenance = initialMarginPpm * maintenanceFractionPpm;
  return {
    id: String(row.id),
    clobPairId: String(row.clobPairId),
    ticker: row.ticker,
    marketId: row.marketId,
    status: row.status,
    quantumConversionExponent: row.quantumConversionExponent,
    atomicResolution: row.atomicResolution,
    subticksPerTick: row.subticksPerTick,
    stepBaseQuantums: Number(row.stepBaseQuantums),
    marketType: row.marketType,
    initialMarginFraction: formatDecimal(fromScaled(initialMarginPpm, PPM_EXPONENT)),
    maintenanceMarginFraction: formatDecimal(fromScaled(maintenance, PPM_EXPONENT * 2)),
    openInterestLowerCap: tier.openInterestLowerCap,
    openInterestUpperCap: tier.openInterestUpperCap,
    tickSize: formatDecimal(priceOf(BigInt(row.subticksPerTick), row)),
    stepSize: formatDecimal(sizeOf(row.stepBaseQuantums, row)),
    priceChange24H: trimmed(row.priceChange24H),
    volume24H: trimmed(row.volume24H),
    trades24H: row.trades24H,
    nextFundingRate: trimmed(row.nextFundingRate),
    openInterest: trimmed(row.openInterest),
    baseOpenInterest: trimmed(row.baseOpenInterest),
    defaultFundingRate1H: trimmed(row.defaultFundingRate1H),
  };
}

const trimmed = (text: string | null): string | null =>
  text === null ? null : trimmedText(parseDecimal(text));
