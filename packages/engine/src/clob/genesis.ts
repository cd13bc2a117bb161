import { clob, encodeSerializableInt } from "@perpetua/protocol";
import { assert } from "../math/index.js";
import type { GenesisJson } from "../state/index.js";
import { createClobPair } from "./clobPair.js";
import { sortEquityTiers, validateEquityTiers } from "./equityTiers.js";
import { validateLiquidationsConfig } from "./liquidation/config.js";
import { validateRateLimits } from "./rateLimits.js";
import type { ClobKernel } from "./state.js";

/** Reads `app_state.clob`; every pair emits its market. */
export function initGenesis(k: ClobKernel, json: GenesisJson): void {
  for (const p of json.at("clob_pairs").list()) {
    const refused = createClobPair(k, readClobPair(p));
    assert(refused === undefined, `${p.path}: ${refused?.log}`);
  }
  const liquidations = readLiquidationsConfig(json.at("liquidations_config"));
  const rateLimits = readRateLimits(json.at("block_rate_limit_config"));
  const equityTiers = readEquityTiers(json.at("equity_tier_limit_config"));
  const refused =
    validateLiquidationsConfig(liquidations) ??
    validateRateLimits(rateLimits) ??
    validateEquityTiers(equityTiers);
  assert(refused === undefined, `${json.path}: ${refused?.log}`);
  k.clob.liquidationsConfig.set(liquidations);
  k.clob.rateLimits.set(rateLimits);
  k.clob.equityTiers.set(sortEquityTiers(equityTiers));
}

function readClobPair(json: GenesisJson): clob.ClobPair {
  const perpetual = json.at("perpetual_clob_metadata");
  return clob.ClobPair.fromPartial({
    id: json.at("id").number(),
    perpetualClobMetadata: perpetual.present
      ? { perpetualId: perpetual.at("perpetual_id").number() }
      : undefined,
    stepBaseQuantums: json.at("step_base_quantums").bigint(),
    subticksPerTick: json.at("subticks_per_tick").number(),
    quantumConversionExponent: json.at("quantum_conversion_exponent").number(),
    status: json
      .at("status")
      .enumeration(clob.ClobPair_Status as unknown as Record<string, number>),
  });
}

/** Module defaults (clob.md §12.3) where genesis says nothing. */
function readLiquidationsConfig(json: GenesisJson): clob.LiquidationsConfig {
  const position = json.at("position_block_limits");
  const subaccount = json.at("subaccount_block_limits");
  const fillable = json.at("fillable_price_config");
  return {
    maxLiquidationFeePpm: json.at("max_liquidation_fee_ppm").number(5_000),
    positionBlockLimits: {
      minPositionNotionalLiquidated: position.at("min_position_notional_liquidated").bigint(1_000n),
      maxPositionPortionLiquidatedPpm: position
        .at("max_position_portion_liquidated_ppm")
        .number(1_000_000),
    },
    subaccountBlockLimits: {
      maxNotionalLiquidated: subaccount.at("max_notional_liquidated").bigint(100_000_000_000_000n),
      maxQuantumsInsuranceLost: subaccount
        .at("max_quantums_insurance_lost")
        .bigint(100_000_000_000_000n),
    },
    fillablePriceConfig: {
      bankruptcyAdjustmentPpm: fillable.at("bankruptcy_adjustment_ppm").number(1_000_000),
      spreadToMaintenanceMarginRatioPpm: fillable
        .at("spread_to_maintenance_margin_ratio_ppm")
        .number(100_000),
    },
  };
}

function readRateLimits(json: GenesisJson): clob.BlockRateLimitConfiguration {
  const limits = (key: string) =>
    json
      .at(key)
      .list()
      .map((e) => ({ numBlocks: e.at("num_blocks").number(), limit: e.at("limit").number() }));
  return {
    maxShortTermOrdersPerNBlocks: limits("max_short_term_orders_per_n_blocks"),
    maxStatefulOrdersPerNBlocks: limits("max_stateful_orders_per_n_blocks"),
    maxShortTermOrderCancellationsPerNBlocks: limits(
      "max_short_term_order_cancellations_per_n_blocks",
    ),
    maxShortTermOrdersAndCancelsPerNBlocks: limits(
      "max_short_term_orders_and_cancels_per_n_blocks",
    ),
    maxLeverageUpdatesPerNBlocks: limits("max_leverage_updates_per_n_blocks"),
  };
}

function readEquityTiers(json: GenesisJson): clob.EquityTierLimitConfiguration {
  const tiers = (key: string) =>
    json
      .at(key)
      .list()
      .map((e) => ({
        usdTncRequired: encodeSerializableInt(e.at("usd_tnc_required").bigint()),
        limit: e.at("limit").number(),
      }));
  return {
    shortTermOrderEquityTiers: tiers("short_term_order_equity_tiers"),
    statefulOrderEquityTiers: tiers("stateful_order_equity_tiers"),
  };
}
