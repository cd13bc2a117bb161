import { decodeSerializableInt, type ratelimit } from "@perpetua/protocol";
import { supplyOf } from "../bank/index.js";
import { previousBlock, timeNs } from "../blocktime/index.js";
import { abs, max, ONE_MILLION } from "../math/index.js";
import { nsOf, type Rejection } from "../state/index.js";
import { type RatelimitKernel, ratelimitRejection } from "./state.js";

const NS_PER_MS = 1_000_000n;

export function baselineMinimum(limiter: ratelimit.Limiter): bigint {
  const bytes = limiter.baselineMinimum;
  return bytes.length === 0 ? 0n : decodeSerializableInt(bytes);
}

/**
 * What a full limiter holds: a share of the denom's supply, at least its minimum. ROUNDING: floor.
 */
export function baseline(limiter: ratelimit.Limiter, supply: bigint): bigint {
  return max(baselineMinimum(limiter), (supply * BigInt(limiter.baselineTvlPpm)) / ONE_MILLION);
}

/** All capacities of a denom as a new limit starts with. */
export function fullCapacities(k: RatelimitKernel, limits: ratelimit.LimitParams): bigint[] {
  const supply = supplyOf(k, limits.denom);
  return limits.limiters.map((limiter) => baseline(limiter, supply));
}

/**
 * A capacity after `dtMs`: linear recovery up to the baseline, decay from above. ROUNDING: floor.
 */
export function recovered(capacity: bigint, base: bigint, dtMs: bigint, periodMs: bigint): bigint {
  // A period below a millisecond recovers at once.
  if (periodMs === 0n) return base;
  const step = (max(base, capacity - base) * dtMs) / periodMs;
  if (abs(capacity - base) <= step) return base;
  return capacity < base ? capacity + step : capacity - step;
}

/** EndBlock: capacities move towards their baselines by the time since the previous block. */
export function endBlock(k: RatelimitKernel): void {
  const dtMs = (timeNs(k.header) - timeNs(previousBlock(k))) / NS_PER_MS;
  if (dtMs < 0n) return;
  for (const [denom, { limiters }] of [...k.ratelimit.limits.entries()]) {
    const supply = supplyOf(k, denom);
    const before = k.ratelimit.capacities.get(denom) ?? [];
    const after = limiters.map((limiter, i) => {
      const periodMs = nsOf(limiter.period) / NS_PER_MS;
      return recovered(before[i] ?? 0n, baseline(limiter, supply), dtMs, periodMs);
    });
    const changed = after.some((capacity, i) => capacity !== before[i]);
    if (changed) k.ratelimit.capacities.set(denom, after);
  }
}

/**
 * Takes an outgoing transfer from every limiter of its denom; refused when one holds too little.
 */
export function withdraw(k: RatelimitKernel, denom: string, amount: bigint): Rejection | undefined {
  const capacities = k.ratelimit.capacities.get(denom);
  if (capacities === undefined) return undefined;
  const short = capacities.find((capacity) => capacity < amount);
  if (short !== undefined) {
    return ratelimitRejection(1002, `denom = ${denom}, capacity = ${short}, amount = ${amount}`);
  }
  k.ratelimit.capacities.set(
    denom,
    capacities.map((capacity) => capacity - amount),
  );
  return undefined;
}

/** Incoming (or returned) coins raise every limiter, also beyond its baseline. */
export function deposit(k: RatelimitKernel, denom: string, amount: bigint): void {
  const capacities = k.ratelimit.capacities.get(denom);
  if (capacities === undefined) return;
  k.ratelimit.capacities.set(
    denom,
    capacities.map((capacity) => capacity + amount),
  );
}
