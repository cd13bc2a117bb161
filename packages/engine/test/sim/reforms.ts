import { DELAYMSG_MODULE_ADDRESS } from "@perpetua/protocol";
import { USDC_DENOM } from "./accounts.js";
import type { Decision, DecisionContext } from "./governance.js";

type Json = Record<string, unknown>;
type Named = (c: DecisionContext) => Json;

/** A message of governance; `members` follow its `@type`. */
const of =
  (name: string, members: (c: DecisionContext) => Json): Named =>
  (c) => ({ "@type": `/${name}`, ...members(c) });

const dydx = (name: string, members: (c: DecisionContext) => Json) =>
  of(`dydxprotocol.${name}`, members);

const someone = ({ rng, addresses }: DecisionContext) => rng.pick(addresses);
const tnt = (amount: bigint) => ({ denom: "adv4tnt", amount: String(amount) });
const at = ({ seconds }: DecisionContext, offset: number) =>
  new Date((seconds + offset) * 1000).toISOString().replace(".000Z", "Z");

const affiliates: readonly Named[] = [
  dydx("affiliates.MsgUpdateAffiliateTiers", ({ rng }) => ({
    tiers: {
      tiers: [0, 1, 2].map((i) => ({
        req_referred_volume_quote_quantums: String(i * rng.int(1_000_000_000)),
        req_staked_whole_coins: i * rng.int(1_000),
        taker_fee_share_ppm: 50_000 * (i + 1),
      })),
    },
  })),
  dydx("affiliates.MsgUpdateAffiliateWhitelist", (c) => ({
    whitelist: { tiers: [{ addresses: [someone(c)], taker_fee_share_ppm: c.rng.int(500_001) }] },
  })),
  dydx("affiliates.MsgUpdateAffiliateParameters", ({ rng }) => ({
    affiliate_parameters: {
      maximum_30d_attributable_volume_per_referred_user_quote_quantums: String(rng.big(40)),
      referee_minimum_fee_tier_idx: rng.int(3),
      maximum_30d_affiliate_revenue_per_referred_user_quote_quantums: String(rng.big(40)),
    },
  })),
  dydx("affiliates.MsgUpdateAffiliateOverrides", (c) => ({
    affiliate_overrides: { addresses: [someone(c)] },
  })),
];

const fees: readonly Named[] = [
  dydx("feetiers.MsgSetMarketFeeDiscountParams", (c) => ({
    params: [
      {
        clob_pair_id: c.rng.pick(c.markets).pairId,
        start_time: at(c, c.rng.between(0, 5)),
        end_time: at(c, c.rng.between(6, 90)),
        charge_ppm: c.rng.pick([0, 333_333, 500_000, 1_000_000]),
      },
    ],
  })),
  dydx("feetiers.MsgSetStakingTiers", ({ rng }) => ({
    staking_tiers: ["1", "2"].map((name) => ({
      fee_tier_name: name,
      levels: [1, 2].map((i) => ({
        min_staked_base_tokens: String(10n ** 18n * BigInt(i ** 8 * rng.between(1, 50))),
        fee_discount_ppm: i * rng.int(400_000),
      })),
    })),
  })),
  dydx("revshare.MsgSetMarketMapperRevenueShare", (c) => ({
    params: { address: someone(c), revenue_share_ppm: c.rng.int(200_000), valid_days: 1 },
  })),
  dydx("revshare.MsgSetMarketMapperRevShareDetailsForMarket", (c) => ({
    market_id: c.rng.pick(c.markets).marketId,
    params: { expiration_ts: String(c.seconds + c.rng.between(-10, 60)) },
  })),
  dydx("revshare.MsgUpdateUnconditionalRevShareConfig", (c) => ({
    config: { configs: [{ address: someone(c), share_ppm: c.rng.int(200_000) }] },
  })),
  dydx("revshare.MsgSetOrderRouterRevShare", (c) => ({
    order_router_rev_share: { address: someone(c), share_ppm: c.rng.int(300_000) },
  })),
];

const money: readonly Named[] = [
  of("cosmos.distribution.v1beta1.MsgCommunityPoolSpend", (c) => ({
    recipient: someone(c),
    amount: [
      c.rng.chance(500)
        ? tnt(1n + c.rng.big(30))
        : { denom: USDC_DENOM, amount: String(c.rng.between(1, 2_000)) },
    ],
  })),
  dydx("sending.MsgSendFromModuleToAccount", (c) => ({
    sender_module_name: c.rng.pick(["bridge", "rewards_treasury", "community_treasury"]),
    recipient: someone(c),
    coin: tnt(1n + c.rng.big(50)),
  })),
  dydx("sending.MsgSendFromAccountToAccount", (c) => ({
    sender: someone(c),
    recipient: someone(c),
    coin: { denom: USDC_DENOM, amount: String(1 + c.rng.int(1_000_000)) },
  })),
  dydx("bridge.MsgCompleteBridge", (c) => ({
    event: { id: 1, coin: tnt(1n + c.rng.big(40)), address: someone(c), eth_block_height: "1" },
  })),
  dydx("bridge.MsgUpdateSafetyParams", ({ rng }) => ({
    params: { is_disabled: rng.chance(200), delay_blocks: rng.int(6) },
  })),
  dydx("bridge.MsgUpdateProposeParams", ({ rng }) => ({
    params: {
      max_bridges_per_block: rng.between(1, 5),
      propose_delay_duration: "1s",
      skip_rate_ppm: rng.pick([0, 500_000]),
      skip_if_block_delayed_by_duration: "5s",
    },
  })),
  dydx("ratelimit.MsgSetLimitParams", ({ rng }) => ({
    limit_params: {
      denom: rng.pick(["adv4tnt", USDC_DENOM]),
      limiters: [60, 600].map((s) => ({
        period: `${s}s`,
        baseline_minimum: String(1n + rng.big(40)),
        baseline_tvl_ppm: rng.between(1, 1_000_000),
      })),
    },
  })),
  dydx("vest.MsgSetVestEntry", (c) => ({
    entry: {
      vester_account: c.rng.pick(["rewards_vester", "community_vester"]),
      treasury_account: "rewards_treasury",
      denom: "adv4tnt",
      start_time: at(c, c.rng.between(-50, 0)),
      end_time: at(c, c.rng.between(1, 200)),
    },
  })),
  dydx("vest.MsgDeleteVestEntry", ({ rng }) => ({
    vester_account: rng.pick(["rewards_vester", "community_vester"]),
  })),
];

const network: readonly Named[] = [
  dydx("blocktime.MsgUpdateDowntimeParams", ({ rng }) => ({
    params: { durations: ["60s", "300s", "1800s"].slice(rng.int(2)) },
  })),
  dydx("blocktime.MsgUpdateSynchronyParams", () => ({ params: { next_block_delay: "0.5s" } })),
  dydx("vault.MsgUpdateOperatorParams", (c) => ({
    params: { operator: someone(c), metadata: { name: "sim", description: "" } },
  })),
  dydx("vault.MsgUnlockShares", (c) => ({ owner_address: someone(c) })),
  dydx("listing.MsgSetMarketsHardCap", ({ rng }) => ({
    hard_cap_for_markets: rng.pick([10, 500, 500]),
  })),
  dydx("listing.MsgSetListingVaultDepositParams", ({ rng }) => ({
    params: {
      new_vault_deposit_amount: String(1_000_000 + rng.int(50_000_000)),
      main_vault_deposit_amount: String(rng.int(2) * rng.int(5_000_000)),
      num_blocks_to_lock_shares: rng.between(1, 15),
    },
  })),
  dydx("listing.MsgUpgradeIsolatedPerpetualToCross", ({ rng }) => ({
    perpetual_id: rng.pick([300, 301]),
  })),
  dydx("govplus.MsgSlashValidator", (c) => ({
    validator_address: c.validator,
    infraction_height: 1,
    tokens_at_infraction_height: String(10n ** 18n * BigInt(c.rng.between(1, 1_000))),
    slash_factor: c.rng.pick(["0.010000000000000000", "0.500000000000000000"]),
  })),
  of("cosmos.gov.v1.MsgUpdateParams", ({ rng }) => ({
    params: {
      min_deposit: [tnt(10_000_000n)],
      max_deposit_period: `${rng.between(3, 20)}s`,
      voting_period: `${rng.between(5, 15)}s`,
      quorum: rng.pick(["0.100000000000000000", "0.900000000000000000"]),
      threshold: "0.500000000000000000",
      veto_threshold: "0.334000000000000000",
      min_initial_deposit_ratio: "0.100000000000000000",
      proposal_cancel_ratio: "0.500000000000000000",
      expedited_voting_period: "3s",
      expedited_threshold: "0.700000000000000000",
      expedited_min_deposit: [tnt(50_000_000n)],
      burn_vote_quorum: rng.chance(500),
      burn_proposal_deposit_prevote: rng.chance(500),
      burn_vote_veto: rng.chance(800),
      min_deposit_ratio: "0.010000000000000000",
    },
  })),
];

/** What one message tells delaymsg to do later. */
const delayed = (choose: (c: DecisionContext) => Json): Named =>
  dydx("delaymsg.MsgDelayMessage", (c) => ({
    msg: { ...choose(c), authority: DELAYMSG_MODULE_ADDRESS },
    delay_blocks: c.rng.between(0, 6),
  }));

const SIMPLE = [...affiliates, ...fees, ...money, ...network];

/** Everything else that governance may decide, each as likely as the others. */
export const someReform: Decision = (c) => c.rng.pick(SIMPLE)(c);
/** A reform that waits in delaymsg first. */
export const delayedReform: Decision = delayed((c) => c.rng.pick(SIMPLE)(c));
