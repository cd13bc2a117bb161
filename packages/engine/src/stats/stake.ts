import { delegatedTokens } from "../staking/index.js";
import type { StatsKernel } from "./state.js";

/** How long a staked amount is remembered, inclusive (risk.md §6.6). */
const CACHE_SECONDS = 900;

/**
 * Staked base tokens of an address, at most 15 minutes old. Writes the cache, except while
 * committed state is read (premiums of a proposal judge makers); queries use `currentStake`.
 */
export function cachedStake(k: StatsKernel, address: string): bigint {
  const cached = freshCache(k, address);
  if (cached !== undefined) return cached;
  const amount = delegatedTokens(k, address);
  const record = { amount, cachedAtSeconds: k.header.seconds };
  if (!k.registry.isReadingCommitted) k.stats.cachedStake.set(address, record);
  return amount;
}

/** The amount that `cachedStake` would give, without writing. */
export function currentStake(k: StatsKernel, address: string): bigint {
  return freshCache(k, address) ?? delegatedTokens(k, address);
}

function freshCache(k: StatsKernel, address: string): bigint | undefined {
  const cached = k.stats.cachedStake.get(address);
  if (cached === undefined) return undefined;
  return k.header.seconds - cached.cachedAtSeconds <= CACHE_SECONDS ? cached.amount : undefined;
}
