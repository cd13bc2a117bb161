import { indexerEvents, perpetuals as wire } from "@perpetua/protocol";
import { must } from "../math/index.js";
import { marketPrice } from "../prices/index.js";
import type { Rejection } from "../state/index.js";
import { reject } from "../state/index.js";
import { perpetualsRejection } from "./errors.js";
import { idKey } from "./keys.js";
import { resetPremiums } from "./premiums.js";
import {
  getLiquidityTier,
  getPerpetual,
  type LiquidityTier,
  type Perpetual,
  type PerpetualParams,
  type PerpetualsKernel,
  type PerpetualsParams,
  setPerpetual,
} from "./state.js";

const MAX_PPM = 1_000_000;
const MAX_ID_ATTEMPTS = 1000;

const { PERPETUAL_MARKET_TYPE_CROSS: CROSS, PERPETUAL_MARKET_TYPE_ISOLATED: ISOLATED } =
  wire.PerpetualMarketType;

export function isIsolated(perpetual: Perpetual): boolean {
  return perpetual.params.marketType === ISOLATED;
}

/** Stateless rules of perpetual params (risk.md §3.9). */
export function validatePerpetualParams(params: PerpetualParams): Rejection | undefined {
  if (params.marketType !== CROSS && params.marketType !== ISOLATED) {
    return perpetualsRejection(23, String(params.marketType));
  }
  if (params.ticker === "") return perpetualsRejection(6, "");
  const funding = params.defaultFundingPpm;
  if (funding > MAX_PPM || funding < -MAX_PPM) return perpetualsRejection(5, String(funding));
  return undefined;
}

function validateReferences(k: PerpetualsKernel, params: PerpetualParams): Rejection | undefined {
  if (marketPrice(k, params.marketId) === undefined) {
    return reject("prices", 201, `${params.marketId}: Market price does not exist`);
  }
  if (getLiquidityTier(k, params.liquidityTier) === undefined) {
    return perpetualsRejection(12, String(params.liquidityTier));
  }
  return undefined;
}

/**
 * Creates a perpetual with zero funding index and open interest. All premium votes and samples of
 * all markets are dropped (risk.md §3.9, §15.7). No indexer event: the market event belongs to the
 * clob pair.
 */
export function createPerpetual(
  k: PerpetualsKernel,
  params: PerpetualParams,
): Rejection | undefined {
  if (getPerpetual(k, params.id) !== undefined) return perpetualsRejection(17, String(params.id));
  const invalid = validatePerpetualParams(params) ?? validateReferences(k, params);
  if (invalid !== undefined) return invalid;
  setPerpetual(k, { params, fundingIndex: 0n, openInterest: 0n });
  resetPremiums(k.perpetuals.votes);
  resetPremiums(k.perpetuals.samples);
  return undefined;
}

/**
 * Changes ticker, market, default funding and tier; resolution and market type stay (risk.md §3.9).
 */
export function modifyPerpetual(
  k: PerpetualsKernel,
  params: PerpetualParams,
): Rejection | undefined {
  const old = getPerpetual(k, params.id);
  if (old === undefined) return perpetualsRejection(1, String(params.id));
  const { atomicResolution, marketType } = old.params;
  const next = { ...params, atomicResolution, marketType };
  const invalid = validatePerpetualParams(next) ?? validateReferences(k, next);
  if (invalid !== undefined) return invalid;
  setPerpetual(k, { ...old, params: next });
  emitUpdatePerpetual(k, next);
  return undefined;
}

/**
 * Flips ISOLATED to CROSS; the pools must have been merged before (risk.md §3.9). A CROSS perpetual
 * never changes.
 */
export function setCrossMarketType(k: PerpetualsKernel, id: number): Rejection | undefined {
  const old = getPerpetual(k, id);
  if (old === undefined) return perpetualsRejection(1, String(id));
  if (!isIsolated(old)) return perpetualsRejection(23, String(id));
  const params = { ...old.params, marketType: CROSS };
  setPerpetual(k, { ...old, params });
  emitUpdatePerpetual(k, params);
  return undefined;
}

function emitUpdatePerpetual(k: PerpetualsKernel, params: PerpetualParams): void {
  k.indexer.addTransactionEvent("update_perpetual", 3, indexerEvents.UpdatePerpetualEventV3, {
    id: params.id,
    ticker: params.ticker,
    marketId: params.marketId,
    atomicResolution: params.atomicResolution,
    liquidityTier: params.liquidityTier,
    marketType: params.marketType as number,
    defaultFunding8hrPpm: params.defaultFundingPpm,
  });
}

/** Stateless rules of a tier (risk.md §3.2). */
export function validateLiquidityTier(tier: LiquidityTier): Rejection | undefined {
  if (tier.initialMarginPpm > MAX_PPM) return perpetualsRejection(3, String(tier.initialMarginPpm));
  if (tier.maintenanceFractionPpm > MAX_PPM) {
    return perpetualsRejection(4, String(tier.maintenanceFractionPpm));
  }
  if (tier.impactNotional === 0n) return perpetualsRejection(16, "");
  if (tier.openInterestLowerCap > tier.openInterestUpperCap) return perpetualsRejection(24, "");
  return undefined;
}

/** Creates or replaces a tier; positions are not looked at. */
export function setLiquidityTier(k: PerpetualsKernel, tier: LiquidityTier): Rejection | undefined {
  const invalid = validateLiquidityTier(tier);
  if (invalid !== undefined) return invalid;
  k.perpetuals.liquidityTiers.set(idKey(tier.id), tier);
  k.indexer.addTransactionEvent("liquidity_tier", 2, indexerEvents.LiquidityTierUpsertEventV2, {
    id: tier.id,
    name: tier.name,
    initialMarginPpm: tier.initialMarginPpm,
    maintenanceFractionPpm: tier.maintenanceFractionPpm,
    basePositionNotional: 0n,
    openInterestLowerCap: tier.openInterestLowerCap,
    openInterestUpperCap: tier.openInterestUpperCap,
  });
  return undefined;
}

export function validateParams(params: PerpetualsParams): Rejection | undefined {
  if (params.fundingRateClampFactorPpm === 0) return perpetualsRejection(14, "");
  if (params.premiumVoteClampFactorPpm === 0) return perpetualsRejection(15, "");
  if (params.minNumVotesPerSample === 0) return perpetualsRejection(22, "");
  return undefined;
}

/** The next free perpetual id, counted from the stored counter (risk.md §2.1, §3.1). */
export function acquireNextPerpetualId(k: PerpetualsKernel): number {
  const start = k.perpetuals.nextPerpetualId.get() ?? 0;
  let free: number | undefined;
  for (let i = 0; i < MAX_ID_ATTEMPTS && free === undefined; i++) {
    if (getPerpetual(k, start + i) === undefined) free = start + i;
  }
  const id = must(free, "no free perpetual id");
  k.perpetuals.nextPerpetualId.set(id + 1);
  return id;
}
