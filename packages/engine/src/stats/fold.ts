import { timeNs } from "../blocktime/index.js";
import { epochInfo, STATS_EPOCH } from "../epochs/index.js";
import { max, must } from "../math/index.js";
import { idKey } from "../perpetuals/index.js";
import {
  AttributionRole,
  NO_STATS,
  type RecordedFill,
  type StatsKernel,
  type UserStats,
  userStats,
} from "./state.js";

const NANOS_PER_SECOND = 1_000_000_000n;

/**
 * Notes a fill of the block (order matches and liquidations, not deleveraging). It counts from the
 * next block on.
 */
export function recordFill(k: StatsKernel, fill: RecordedFill): void {
  k.stats.blockFills.push(fill);
}

/** Stats' EndBlocker: folds the block's fills, then lets at most one epoch expire (risk.md §7). */
export function endBlock(k: StatsKernel): void {
  foldFills(k);
  expireOneEpoch(k);
}

function uint64(v: bigint): bigint {
  return BigInt.asUintN(64, v);
}

function foldFills(k: StatsKernel): void {
  const fills = k.stats.blockFills.all();
  if (fills.length === 0) return;
  const deltas = new Map<string, UserStats>();
  let notional = 0n;
  for (const fill of fills) {
    notional += fill.notional;
    addFill(deltas, fill);
  }
  for (const [user, delta] of deltas) {
    k.stats.users.set(user, plus(userStats(k, user), delta));
  }
  k.stats.globalNotional.set(uint64((k.stats.globalNotional.get() ?? 0n) + notional));
  addToEpoch(k, deltas);
}

function addFill(deltas: Map<string, UserStats>, fill: RecordedFill): void {
  const { notional, affiliateFee } = fill;
  bump(deltas, fill.taker, {
    takerNotional: notional,
    affiliate30dRevenueGeneratedQuantums: affiliateFee,
  });
  bump(deltas, fill.maker, { makerNotional: notional });
  for (const { role, referrer, volume } of fill.attributions) {
    const referee = role === AttributionRole.Taker ? fill.taker : fill.maker;
    bump(deltas, referrer, { affiliate30dReferredVolumeQuoteQuantums: volume });
    bump(deltas, referee, { affiliate30dAttributedVolumeQuoteQuantums: volume });
  }
}

function bump(deltas: Map<string, UserStats>, user: string, change: Partial<UserStats>): void {
  deltas.set(user, plus(deltas.get(user) ?? NO_STATS, { ...NO_STATS, ...change }));
}

function plus(a: UserStats, b: UserStats): UserStats {
  return {
    takerNotional: uint64(a.takerNotional + b.takerNotional),
    makerNotional: uint64(a.makerNotional + b.makerNotional),
    affiliate30dRevenueGeneratedQuantums: uint64(
      a.affiliate30dRevenueGeneratedQuantums + b.affiliate30dRevenueGeneratedQuantums,
    ),
    affiliate30dReferredVolumeQuoteQuantums: uint64(
      a.affiliate30dReferredVolumeQuoteQuantums + b.affiliate30dReferredVolumeQuoteQuantums,
    ),
    affiliate30dAttributedVolumeQuoteQuantums: uint64(
      a.affiliate30dAttributedVolumeQuoteQuantums + b.affiliate30dAttributedVolumeQuoteQuantums,
    ),
  };
}

/** Volumes wrap as uint64, affiliate members stop at 0 (risk.md §7). */
function minus(a: UserStats, b: UserStats): UserStats {
  return {
    takerNotional: uint64(a.takerNotional - b.takerNotional),
    makerNotional: uint64(a.makerNotional - b.makerNotional),
    affiliate30dRevenueGeneratedQuantums: max(
      a.affiliate30dRevenueGeneratedQuantums - b.affiliate30dRevenueGeneratedQuantums,
      0n,
    ),
    affiliate30dReferredVolumeQuoteQuantums: max(
      a.affiliate30dReferredVolumeQuoteQuantums - b.affiliate30dReferredVolumeQuoteQuantums,
      0n,
    ),
    affiliate30dAttributedVolumeQuoteQuantums: max(
      a.affiliate30dAttributedVolumeQuoteQuantums - b.affiliate30dAttributedVolumeQuoteQuantums,
      0n,
    ),
  };
}

function addToEpoch(k: StatsKernel, deltas: ReadonlyMap<string, UserStats>): void {
  const { currentEpoch, nextTick } = epochInfo(k, STATS_EPOCH);
  const epochKey = idKey(currentEpoch);
  let users = k.stats.epochs.get(epochKey)?.users ?? 0;
  for (const [user, delta] of deltas) {
    const key = `${epochKey}/${user}`;
    const old = k.stats.epochStats.get(key);
    if (old === undefined) k.stats.epochUsers.set(`${epochKey}/${idKey(users++)}`, user);
    k.stats.epochStats.set(key, old === undefined ? delta : plus(old, delta));
  }
  k.stats.epochs.set(epochKey, { endSeconds: nextTick, users });
}

function expireOneEpoch(k: StatsKernel): void {
  const trailing = k.stats.trailingEpoch.get() ?? 0;
  if (trailing === epochInfo(k, STATS_EPOCH).currentEpoch) return;
  const summary = k.stats.epochs.get(idKey(trailing));
  if (summary !== undefined) {
    const windowStart = timeNs(k.header) - must(k.stats.windowNs.get(), "stats window is set");
    if (BigInt(summary.endSeconds) * NANOS_PER_SECOND >= windowStart) return;
    dropEpoch(k, trailing, summary.users);
  }
  k.stats.trailingEpoch.set(trailing + 1);
}

function dropEpoch(k: StatsKernel, epoch: number, users: number): void {
  const epochKey = idKey(epoch);
  let takerTotal = 0n;
  for (let i = 0; i < users; i++) {
    const indexKey = `${epochKey}/${idKey(i)}`;
    const user = must(k.stats.epochUsers.get(indexKey), "users of an epoch are counted");
    const key = `${epochKey}/${user}`;
    const old = must(k.stats.epochStats.get(key), "a listed user has statistics");
    k.stats.users.set(user, minus(userStats(k, user), old));
    takerTotal += old.takerNotional;
    k.stats.epochUsers.delete(indexKey);
    k.stats.epochStats.delete(key);
  }
  k.stats.globalNotional.set(uint64((k.stats.globalNotional.get() ?? 0n) - takerTotal));
  k.stats.epochs.delete(epochKey);
}
