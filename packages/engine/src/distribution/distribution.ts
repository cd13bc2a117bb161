import { ensureModuleAccount, moduleAddress } from "../auth/index.js";
import { balancesOf, type Coin, sendBetweenModules } from "../bank/index.js";
import { assert } from "../math/index.js";
import { type StakingKernel, validators } from "../staking/index.js";
import {
  emit,
  type GenesisJson,
  type Item,
  recordCodec,
  type StateRegistry,
  type Store,
} from "../state/index.js";

/** Amounts with 18 decimals, as integers of 10^-18. */
const DECIMALS = 10n ** 18n;

export interface DistributionState {
  /** Share of fees that goes to the community pool, in 10^-18. */
  readonly communityTax: Item<bigint>;
  /** denom → community pool, in 10^-18 of a unit. */
  readonly communityPool: Store<bigint>;
  /** `validator/denom` → outstanding rewards, in 10^-18 of a unit. */
  readonly outstanding: Store<bigint>;
}

export type DistributionKernel = StakingKernel & { readonly distribution: DistributionState };

export function createDistributionState(registry: StateRegistry): DistributionState {
  return {
    communityTax: registry.item("distribution/communityTax", recordCodec<bigint>()),
    communityPool: registry.store("distribution/communityPool", recordCodec<bigint>()),
    outstanding: registry.store("distribution/outstanding", recordCodec<bigint>()),
  };
}

/** Reads `app_state.distribution`. */
export function initGenesis(k: DistributionKernel, json: GenesisJson): void {
  const [whole = "0", part = ""] = json.at("params").at("community_tax").string("0").split(".");
  k.distribution.communityTax.set(BigInt(whole) * DECIMALS + BigInt(part.padEnd(18, "0")));
  ensureModuleAccount(k, "distribution");
}

/**
 * Empties the fee collector into the distribution module, every block from 2 on, and credits the
 * single validator of a local network (app.md §1.7, last paragraph): 98 % as commission and
 * rewards, the tax to the community pool.
 */
export function beginBlock(k: DistributionKernel): void {
  if (k.header.height < 2) return;
  const fees = balancesOf(k, moduleAddress("fee_collector"));
  const refused = sendBetweenModules(k, "fee_collector", "distribution", fees);
  assert(refused === undefined, `fees could not be distributed: ${refused?.log}`);
  const tax = k.distribution.communityTax.get() ?? 0n;
  const all = validators(k);
  const totalTokens = all.reduce((sum, v) => sum + v.tokens, 0n);
  const distributed = new Map<string, bigint>();
  for (const v of all) {
    const share = fees.map(({ denom, amount }) => ({
      denom,
      amount: (amount * (DECIMALS - tax) * v.tokens) / totalTokens,
    }));
    for (const { denom, amount } of share) {
      const key = `${v.operatorAddress}/${denom}`;
      k.distribution.outstanding.set(key, (k.distribution.outstanding.get(key) ?? 0n) + amount);
      distributed.set(denom, (distributed.get(denom) ?? 0n) + amount);
    }
    for (const type of ["commission", "rewards"]) {
      emit(k, type, [
        ["amount", decimalCoinsText(share)],
        ["validator", v.operatorAddress],
      ]);
    }
  }
  for (const { denom, amount } of fees) {
    const rest = amount * DECIMALS - (distributed.get(denom) ?? 0n);
    k.distribution.communityPool.set(denom, (k.distribution.communityPool.get(denom) ?? 0n) + rest);
  }
}

function decimalCoinsText(coins: readonly Coin[]): string {
  return coins
    .filter((c) => c.amount > 0n)
    .map(
      (c) =>
        `${c.amount / DECIMALS}.${(c.amount % DECIMALS).toString().padStart(18, "0")}${c.denom}`,
    )
    .join(",");
}
