import { perpetuals as wire } from "@perpetua/protocol";
import { assert } from "../math/index.js";
import type { GenesisJson, Rejection } from "../state/index.js";
import { createPerpetual, setLiquidityTier, validateParams } from "./markets.js";
import { getPerpetual, type PerpetualsKernel, setPerpetual } from "./state.js";

function must(refused: Rejection | undefined, path: string): void {
  assert(refused === undefined, `${path}: ${refused?.log}`);
}

/**
 * Reads `app_state.perpetuals`: tiers (one `liquidity_tier` event each), then perpetuals, then
 * params.
 */
export function initGenesis(k: PerpetualsKernel, json: GenesisJson): void {
  for (const [i, t] of json.at("liquidity_tiers").list().entries()) {
    const tier: wire.LiquidityTier = {
      id: t.at("id").number(),
      name: t.at("name").string(),
      initialMarginPpm: t.at("initial_margin_ppm").number(),
      maintenanceFractionPpm: t.at("maintenance_fraction_ppm").number(),
      basePositionNotional: t.at("base_position_notional").bigint(),
      impactNotional: t.at("impact_notional").bigint(),
      openInterestLowerCap: t.at("open_interest_lower_cap").bigint(),
      openInterestUpperCap: t.at("open_interest_upper_cap").bigint(),
    };
    assert(tier.id === i, `${t.path}: liquidity tier ids must be sequential from 0`);
    must(setLiquidityTier(k, tier), t.path);
  }
  for (const p of json.at("perpetuals").list()) {
    const params = readParams(p.at("params"));
    must(createPerpetual(k, params), p.path);
    const fundingIndex = p.at("funding_index").bigint();
    const openInterest = p.at("open_interest").bigint();
    const created = getPerpetual(k, params.id);
    assert(created !== undefined, `${p.path}: not created`);
    setPerpetual(k, { ...created, fundingIndex, openInterest });
  }
  const params: wire.Params = {
    fundingRateClampFactorPpm: json.at("params").at("funding_rate_clamp_factor_ppm").number(),
    premiumVoteClampFactorPpm: json.at("params").at("premium_vote_clamp_factor_ppm").number(),
    minNumVotesPerSample: json.at("params").at("min_num_votes_per_sample").number(),
  };
  must(validateParams(params), "perpetuals.params");
  k.perpetuals.params.set(params);
}

function readParams(json: GenesisJson): wire.PerpetualParams {
  return {
    id: json.at("id").number(),
    ticker: json.at("ticker").string(),
    marketId: json.at("market_id").number(),
    atomicResolution: json.at("atomic_resolution").number(),
    defaultFundingPpm: json.at("default_funding_ppm").number(),
    liquidityTier: json.at("liquidity_tier").number(),
    marketType: json.at("market_type").enumeration(wire.PerpetualMarketType),
  };
}
