import { fuzzedDecision } from "./fuzz.js";
import type { SimMarket } from "./genesis.js";
import { delayedReform, someReform } from "./reforms.js";
import type { Rng } from "./rng.js";

export interface ScheduledMessage {
  readonly height: number;
  /** Proto-JSON with `@type`, without its authority. */
  readonly message: Record<string, unknown>;
}

/** What a decision may name. */
export interface DecisionContext {
  readonly rng: Rng;
  readonly markets: readonly SimMarket[];
  readonly addresses: readonly string[];
  /** Consensus address of a validator. */
  readonly validator: string;
  readonly seconds: number;
}

/** Proto-JSON with `@type`, without its authority. */
export type Decision = (c: DecisionContext) => Record<string, unknown>;

/** What governance decides while the world runs: parameter changes, final settlements, nonsense. */
export function governanceSchedule(c: DecisionContext, blocks: number): ScheduledMessage[] {
  const { rng } = c;
  const drawn = Array.from({ length: rng.between(3, 16) }, () => ({
    height: rng.between(2, Math.max(2, blocks)),
    message: someDecision(c),
  }));
  return drawn.sort((a, b) => a.height - b.height);
}

/** A status change; a final settlement in the middle of open positions is the interesting one. */
const updatePair: Decision = ({ rng, markets }) => {
  const m = rng.pick(markets);
  const status = rng.weighted([
    [4, "STATUS_FINAL_SETTLEMENT"],
    [3, "STATUS_ACTIVE"],
    [1, "STATUS_INITIALIZING"],
  ] as const);
  const finer = rng.chance(400);
  return {
    "@type": "/dydxprotocol.clob.MsgUpdateClobPair",
    clob_pair: {
      id: m.pairId,
      perpetual_clob_metadata: { perpetual_id: m.perpetualId },
      step_base_quantums: String(finer ? m.step / 10n : m.step),
      subticks_per_tick: Number(finer ? m.tick / 10n : m.tick),
      quantum_conversion_exponent: m.quantumConversionExponent,
      status,
    },
  };
};

const setTier: Decision = ({ rng }) => ({
  "@type": "/dydxprotocol.perpetuals.MsgSetLiquidityTier",
  liquidity_tier: {
    id: rng.int(8),
    name: "sim",
    initial_margin_ppm: rng.pick([10_000, 50_000, 100_000, 333_333, 1_000_000]),
    maintenance_fraction_ppm: rng.pick([1, 400_001, 600_000, 1_000_000]),
    impact_notional: String(1 + rng.int(1_000_000_000)),
    open_interest_lower_cap: String(rng.int(1_000_000_000)),
    open_interest_upper_cap: String(1_000_000_000n + rng.big(40)),
  },
});

const updateLiquidations: Decision = ({ rng }) => ({
  "@type": "/dydxprotocol.clob.MsgUpdateLiquidationsConfig",
  liquidations_config: {
    max_liquidation_fee_ppm: rng.between(0, 100_000),
    position_block_limits: {
      min_position_notional_liquidated: String(1 + rng.int(1_000_000_000)),
      max_position_portion_liquidated_ppm: rng.between(1, 1_000_000),
    },
    subaccount_block_limits: {
      max_notional_liquidated: String(1n + rng.big(40)),
      max_quantums_insurance_lost: String(1n + rng.big(40)),
    },
    fillable_price_config: {
      bankruptcy_adjustment_ppm: rng.between(1_000_000, 3_000_000),
      spread_to_maintenance_margin_ratio_ppm: rng.between(1, 1_500_000),
    },
  },
});

const updateEquityTiers: Decision = ({ rng }) => {
  const tiers = [0, 50_000_000, 5_000_000_000].map((required, i) => ({
    limit: i * rng.between(1, 20),
    usd_tnc_required: String(required),
  }));
  return {
    "@type": "/dydxprotocol.clob.MsgUpdateEquityTierLimitConfiguration",
    equity_tier_limit_config: {
      short_term_order_equity_tiers: tiers,
      stateful_order_equity_tiers: tiers,
    },
  };
};

const updateRateLimits: Decision = ({ rng }) => ({
  "@type": "/dydxprotocol.clob.MsgUpdateBlockRateLimitConfiguration",
  block_rate_limit_config: {
    max_stateful_orders_per_n_blocks: [
      { num_blocks: rng.between(1, 20), limit: rng.between(1, 9) },
    ],
    max_short_term_orders_and_cancels_per_n_blocks: [{ num_blocks: 1, limit: rng.between(1, 40) }],
    max_leverage_updates_per_n_blocks: [{ num_blocks: 3, limit: 1 }],
  },
});

const updateFees: Decision = ({ rng }) => ({
  "@type": "/dydxprotocol.feetiers.MsgUpdatePerpetualFeeParams",
  params: {
    tiers: [0, 1_000_000_000, 50_000_000_000].map((volume, i) => ({
      name: String(i),
      absolute_volume_requirement: String(volume),
      total_volume_share_requirement_ppm: 0,
      maker_volume_share_requirement_ppm: i === 2 ? rng.int(1_000_000) : 0,
      maker_fee_ppm: i === 2 ? -rng.int(110) : rng.int(200),
      taker_fee_ppm: rng.between(150, 700),
    })),
  },
});

const updatePerpetual: Decision = ({ rng, markets }) => {
  const m = rng.pick(markets);
  return {
    "@type": "/dydxprotocol.perpetuals.MsgUpdatePerpetualParams",
    perpetual_params: {
      id: m.perpetualId,
      ticker: "SIM-USD",
      market_id: m.marketId,
      atomic_resolution: m.atomicResolution,
      default_funding_ppm: rng.between(-500, 500),
      liquidity_tier: rng.int(8),
      market_type: m.isIsolated ? "PERPETUAL_MARKET_TYPE_ISOLATED" : "PERPETUAL_MARKET_TYPE_CROSS",
    },
  };
};

const updateFunding: Decision = ({ rng }) => ({
  "@type": "/dydxprotocol.perpetuals.MsgUpdateParams",
  params: {
    funding_rate_clamp_factor_ppm: rng.between(1, 20_000_000),
    premium_vote_clamp_factor_ppm: rng.between(1, 80_000_000),
    min_num_votes_per_sample: rng.int(20),
  },
});

const updateQuoting: Decision = ({ rng }) => ({
  "@type": "/dydxprotocol.vault.MsgUpdateDefaultQuotingParams",
  default_quoting_params: {
    layers: rng.int(5),
    spread_min_ppm: rng.between(1, 20_000),
    spread_buffer_ppm: rng.int(20_000),
    skew_factor_ppm: rng.int(4_000_000),
    order_size_pct_ppm: rng.between(1, 200_000),
    order_expiration_seconds: rng.between(1, 90),
    activation_threshold_quote_quantums: String(rng.int(2_000_000_000)),
  },
});

const setVault: Decision = ({ rng }) => ({
  "@type": "/dydxprotocol.vault.MsgSetVaultParams",
  vault_id: { type: "VAULT_TYPE_CLOB", number: rng.pick([0, 1, 5]) },
  vault_params: {
    status: rng.pick([
      "VAULT_STATUS_QUOTING",
      "VAULT_STATUS_STAND_BY",
      "VAULT_STATUS_CLOSE_ONLY",
      "VAULT_STATUS_DEACTIVATED",
    ]),
  },
});

const allocate: Decision = ({ rng }) => ({
  "@type": rng.chance(500)
    ? "/dydxprotocol.vault.MsgAllocateToVault"
    : "/dydxprotocol.vault.MsgRetrieveFromVault",
  vault_id: { type: "VAULT_TYPE_CLOB", number: rng.pick([0, 1, 5]) },
  quote_quantums: String(rng.big(32)),
});

const stats: Decision = ({ rng }) => ({
  "@type": "/dydxprotocol.stats.MsgUpdateParams",
  params: { window_duration: `${rng.between(1, 300)}s` },
});

const rewards: Decision = ({ rng }) => ({
  "@type": "/dydxprotocol.rewards.MsgUpdateParams",
  params: {
    treasury_account: "rewards_treasury",
    denom: "adv4tnt",
    denom_exponent: -18,
    market_id: rng.pick([11, 1_000_001]),
    fee_multiplier_ppm: rng.int(1_000_001),
  },
});

const smartAccounts: Decision = ({ rng }) => ({
  "@type": "/dydxprotocol.accountplus.MsgSetActiveState",
  active: rng.chance(500),
});

const DECISIONS: readonly (readonly [number, Decision])[] = [
  [8, updatePair],
  [4, setTier],
  [3, updateLiquidations],
  [2, updateEquityTiers],
  [1, updateRateLimits],
  [2, updateFees],
  [2, updatePerpetual],
  [2, updateFunding],
  [2, updateQuoting],
  [3, setVault],
  [2, allocate],
  [1, stats],
  [1, rewards],
  [1, smartAccounts],
  [10, ({ rng }) => fuzzedDecision(rng)],
  [40, someReform],
  [6, delayedReform],
];

/** One decision of any kind. */
export function someDecision(c: DecisionContext): Record<string, unknown> {
  return c.rng.weighted(DECISIONS)(c);
}
