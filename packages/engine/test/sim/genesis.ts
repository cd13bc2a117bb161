import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { addressOfPublicKey, DELAYMSG_MODULE_ADDRESS, moduleAddress } from "@perpetua/protocol";
import { makeAccount, type SimAccount, USDC_DENOM } from "./accounts.js";
import { governanceSchedule } from "./governance.js";
import { mapEntry, NEW_MARKETS } from "./listings.js";
import type { Rng } from "./rng.js";
import { consensusAddress } from "./staking.js";

const RECORDED = fileURLToPath(
  new URL("../../../testkit/recordings/main/genesis.json", import.meta.url),
);

/** A market that the simulation trades, with the numbers that conversions need. */
export interface SimMarket {
  readonly pairId: number;
  readonly perpetualId: number;
  readonly marketId: number;
  readonly atomicResolution: number;
  readonly priceExponent: number;
  readonly quantumConversionExponent: number;
  readonly step: bigint;
  readonly tick: bigint;
  readonly isIsolated: boolean;
}

export interface SimGenesis {
  readonly document: unknown;
  readonly accounts: readonly SimAccount[];
  /** The operator of the only validator at the start: governance passes what it votes for. */
  readonly council: SimAccount;
  readonly markets: readonly SimMarket[];
  /** Ids of all pairs at the start. */
  readonly pairs: ReadonlySet<number>;
  /** Oracle prices by market id at the start. */
  readonly prices: ReadonlyMap<number, bigint>;
}

/** Parts of the genesis file that the simulation reads or changes. */
interface GenesisFile {
  genesis_time: string;
  app_state: {
    auth: { accounts: unknown[] };
    bank: { balances: { address: string; coins: { denom: string; amount: string }[] }[] };
    subaccounts: { subaccounts: unknown[] };
    clob: {
      clob_pairs: {
        id: number;
        perpetual_clob_metadata: { perpetual_id: number };
        step_base_quantums: number;
        subticks_per_tick: number;
        quantum_conversion_exponent: number;
      }[];
      block_rate_limit_config: Record<string, unknown>;
      liquidations_config: Record<string, unknown>;
    };
    perpetuals: {
      perpetuals: {
        params: { id: number; market_id: number; atomic_resolution: number; market_type: number };
      }[];
    };
    prices: { market_prices: { id: number; exponent: number; price: number }[] };
    delaymsg: { delayed_messages: unknown[]; next_delayed_message_id: number };
    gov: { params: { voting_period: string } };
    bridge: { safety_params: { delay_blocks: number } };
    staking: { params: { unbonding_time: string } };
    vault: { operator_params: { operator: string } };
    listing: {
      listing_vault_deposit_params: {
        new_vault_deposit_amount: string;
        num_blocks_to_lock_shares: number;
      };
    };
    marketmap: { market_map: { markets: Record<string, unknown> } };
    genutil: {
      gen_txs: {
        body: { messages: { pubkey: { key: string } }[] };
        auth_info: { signer_infos: { public_key: { key: string } }[] };
      }[];
    };
  };
}

/** Seconds since 1970 at which worlds begin. */
export const WORLD_START = 1_700_000_000;

let recorded: string | undefined;

/**
 * The recorded network's genesis with users of all sizes, looser rate limits, and a seeded schedule
 * of governance messages (delaymsg runs them).
 */
export function simGenesis(rng: Rng, users: number, blocks: number): SimGenesis {
  recorded ??= readFileSync(RECORDED, "utf8");
  const document = JSON.parse(recorded) as GenesisFile;
  const state = document.app_state;
  const accounts = Array.from({ length: users }, (_, i) => makeAccount(rng, 10 + i));
  fund(rng, state, accounts);
  quicken(rng, document, accounts);
  if (rng.chance(800)) {
    const limits = state.clob.block_rate_limit_config;
    limits.max_stateful_orders_per_n_blocks = [{ limit: 50, num_blocks: 1 }];
  }
  if (rng.chance(500)) loosenLiquidations(rng, state.clob.liquidations_config);
  const markets = marketsOf(state).filter((m) => TRADED.includes(m.perpetualId));
  const council = councilOf(state);
  const context = {
    rng,
    markets,
    addresses: accounts.slice(0, 20).map(({ address }) => address),
    validator: consensusAddress(state.genutil.gen_txs[0]?.body.messages[0]?.pubkey.key ?? ""),
    seconds: WORLD_START,
  };
  state.delaymsg.delayed_messages.push(
    ...governanceSchedule(context, blocks).map(({ height, message }, i) => ({
      id: 1 + i,
      msg: { authority: DELAYMSG_MODULE_ADDRESS, ...message },
      block_height: height,
    })),
  );
  state.delaymsg.next_delayed_message_id = state.delaymsg.delayed_messages.length;
  const prices = new Map(state.prices.market_prices.map((p) => [p.id, BigInt(p.price)]));
  const pairs = new Set(state.clob.clob_pairs.map(({ id }) => id));
  return { document, accounts, council, markets, pairs, prices };
}

/** The genesis validator's operator, whose account is the first. */
function councilOf(state: GenesisFile["app_state"]): SimAccount {
  const key = state.genutil.gen_txs[0]?.auth_info.signer_infos[0]?.public_key.key ?? "";
  const publicKey = Uint8Array.from(Buffer.from(key, "base64"));
  return { address: addressOfPublicKey(publicKey), publicKey, accountNumber: 0 };
}

/**
 * The recording's clock starts years before its first block, which closes withdrawals and transfers
 * for 50 blocks (risk.md §4.9): most worlds start on time. Delays end within a world.
 */
function quicken(rng: Rng, document: GenesisFile, accounts: readonly SimAccount[]): void {
  if (rng.chance(900)) document.genesis_time = new Date(WORLD_START * 1000).toISOString();
  const state = document.app_state;
  state.gov.params.voting_period = `${rng.between(8, 20)}s`;
  state.bridge.safety_params.delay_blocks = rng.pick([0, 1, 4, 12, 30]);
  state.staking.params.unbonding_time = `${rng.pick([5, 30, 300])}s`;
  if (rng.chance(700)) state.vault.operator_params.operator = rng.pick(accounts).address;
  for (const base of NEW_MARKETS.slice(2)) {
    state.marketmap.market_map.markets[`${base}/USD`] = mapEntry(base, rng.chance(400));
  }
  const listing = state.listing.listing_vault_deposit_params;
  listing.new_vault_deposit_amount = String(rng.pick([1_000_000, 50_000_000, 10_000_000_000]));
  listing.num_blocks_to_lock_shares = rng.between(1, 20);
}

/**
 * Large caps, small caps, long tails with open-interest caps, two isolated markets, a coarse one.
 */
const TRADED = [0, 1, 2, 5, 17, 300, 301, 35];

function marketsOf(state: GenesisFile["app_state"]): SimMarket[] {
  return state.clob.clob_pairs.map((pair) => {
    const perpetualId = pair.perpetual_clob_metadata.perpetual_id;
    const params = state.perpetuals.perpetuals.find((p) => p.params.id === perpetualId)?.params;
    const price = state.prices.market_prices.find((p) => p.id === params?.market_id);
    if (params === undefined || price === undefined) throw new Error(`pair ${pair.id}`);
    return {
      pairId: pair.id,
      perpetualId,
      marketId: params.market_id,
      atomicResolution: params.atomic_resolution,
      priceExponent: price.exponent,
      quantumConversionExponent: pair.quantum_conversion_exponent,
      step: BigInt(pair.step_base_quantums),
      tick: BigInt(pair.subticks_per_tick),
      isIsolated: params.market_type === 2,
    };
  });
}

/** Whales, ordinary users, paupers, accounts with nothing; up to three subaccounts each. */
function fund(rng: Rng, state: GenesisFile["app_state"], accounts: readonly SimAccount[]): void {
  const pool = moduleAddress("subaccounts");
  let deposited = 0n;
  for (const { address, accountNumber } of accounts) {
    state.auth.accounts.push({
      "@type": "/cosmos.auth.v1beta1.BaseAccount",
      address,
      pub_key: null,
      account_number: String(accountNumber),
      sequence: "0",
    });
    const wallet = rng.chance(100) ? rng.big(24) : 20_000_000n + rng.big(44);
    const coins = [{ denom: USDC_DENOM, amount: String(wallet) }];
    const stake = rng.chance(500) ? rng.big(80) : BigInt(rng.between(1, 900_000)) * 10n ** 18n;
    if (rng.chance(500)) coins.unshift({ denom: "adv4tnt", amount: String(stake) });
    state.bank.balances.push({ address, coins });
    for (let number = 0; number < 3; number++) {
      if (!rng.chance(number === 0 ? 900 : 300)) continue;
      const dollars = rng.weighted([
        [2, rng.between(1, 50)],
        [5, rng.between(100, 2_000)],
        [4, rng.between(2_000, 100_000)],
        [1, rng.between(1_000_000, 20_000_000)],
      ] as const);
      const quantums = BigInt(dollars) * 1_000_000n + BigInt(rng.int(1_000_000));
      deposited += quantums;
      state.subaccounts.subaccounts.push({
        id: { owner: address, number },
        margin_enabled: true,
        asset_positions: [{ asset_id: 0, quantums: String(quantums), index: 0 }],
      });
    }
  }
  const balance = state.bank.balances.find((b) => b.address === pool)?.coins[0];
  if (balance === undefined) throw new Error("no collateral pool");
  balance.amount = String(BigInt(balance.amount) + deposited);
}

function loosenLiquidations(rng: Rng, config: Record<string, unknown>): void {
  config.position_block_limits = {
    min_position_notional_liquidated: 1 + rng.int(1_000_000_000),
    max_position_portion_liquidated_ppm: rng.between(1, 1_000_000),
  };
  config.subaccount_block_limits = {
    max_notional_liquidated: 1 + rng.int(1_000_000_000),
    max_quantums_insurance_lost: 1 + rng.int(1_000_000_000),
  };
}
