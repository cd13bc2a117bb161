import { decFromInt, decMulTruncate, decQuoTruncate, must } from "../math/index.js";
import { getValidator } from "../staking/index.js";
import { addDecCoins, mapCoins, subtractDecCoins } from "./decCoins.js";
import { communityPool, type DecCoins, type DistributionKernel } from "./state.js";

/**
 * Periods of a validator (Cosmos F1 distribution): a period ends whenever its stake changes; the
 * ratio "rewards per token" up to the end of
 * each period is kept as long as a delegation or slash began there.
 */

function historicalKey(validator: string, period: number): string {
  return `${validator}/${period}`;
}

export function initializeValidator(k: DistributionKernel, validator: string): void {
  k.distribution.historical.set(historicalKey(validator, 0), { ratio: [], references: 1 });
  k.distribution.current.set(validator, { rewards: [], period: 1 });
  k.distribution.commission.set(validator, []);
  k.distribution.outstanding.set(validator, []);
}

/** Rewards per token up to now, without ending the period. */
export function ratioUpToNow(k: DistributionKernel, validator: string): DecCoins {
  const current = must(k.distribution.current.get(validator), `${validator} has no period`);
  const tokens = getValidator(k, validator)?.tokens ?? 0n;
  const previous = historicalRatio(k, validator, current.period - 1);
  if (tokens === 0n) return previous;
  const added = mapCoins(current.rewards, (x) => decQuoTruncate(x, decFromInt(tokens)));
  return addDecCoins(previous, added);
}

/** Ends the current period; returns its number. */
export function endPeriod(k: DistributionKernel, validator: string): number {
  const current = must(k.distribution.current.get(validator), `${validator} has no period`);
  const { period } = current;
  const ratio = ratioUpToNow(k, validator);
  if ((getValidator(k, validator)?.tokens ?? 0n) === 0n) {
    giveToPool(k, validator, current.rewards);
  }
  release(k, validator, period - 1);
  k.distribution.historical.set(historicalKey(validator, period), { ratio, references: 1 });
  k.distribution.current.set(validator, { rewards: [], period: period + 1 });
  return period;
}

/** Nobody holds shares that could earn these rewards. */
function giveToPool(k: DistributionKernel, validator: string, rewards: DecCoins): void {
  k.distribution.communityPool.set(addDecCoins(communityPool(k), rewards));
  const outstanding = k.distribution.outstanding.get(validator) ?? [];
  k.distribution.outstanding.set(validator, subtractDecCoins(outstanding, rewards));
}

export function historicalRatio(
  k: DistributionKernel,
  validator: string,
  period: number,
): DecCoins {
  return must(
    k.distribution.historical.get(historicalKey(validator, period)),
    `${validator} has no period ${period}`,
  ).ratio;
}

/** One more record begins at the end of `period`. */
export function hold(k: DistributionKernel, validator: string, period: number): void {
  const key = historicalKey(validator, period);
  const record = must(k.distribution.historical.get(key), `${validator} has no period ${period}`);
  k.distribution.historical.set(key, { ...record, references: record.references + 1 });
}

/** One record less; the last one takes the period with it. */
export function release(k: DistributionKernel, validator: string, period: number): void {
  const key = historicalKey(validator, period);
  const record = must(k.distribution.historical.get(key), `${validator} has no period ${period}`);
  if (record.references === 1) k.distribution.historical.delete(key);
  else k.distribution.historical.set(key, { ...record, references: record.references - 1 });
}

/** Rewards of `stake` between two ratios. ROUNDING: towards zero. */
export function rewardsBetween(from: DecCoins, to: DecCoins, stake: bigint): DecCoins {
  return mapCoins(subtractDecCoins(to, from), (x) => decMulTruncate(x, stake));
}
