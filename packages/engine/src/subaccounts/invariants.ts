import { balanceOf, USDC_DENOM } from "../bank/index.js";
import { abs, assert, ceilDiv, max, ONE_MILLION } from "../math/index.js";
import { allPerpetuals, isIsolated, mustPerpetual } from "../perpetuals/index.js";
import { CROSS_POOL, isolatedPool, poolOfSubaccount } from "./pools.js";
import { type Subaccount, type SubaccountsKernel, subaccountKey, usdcBalance } from "./state.js";

/**
 * Accounts are well formed, positions of each perpetual net to zero and sum to its open interest,
 * isolated positions stand alone, and every collateral pool covers its accounts up to unsettled
 * funding.
 */
export function checkInvariants(k: SubaccountsKernel): void {
  const net = new Map<number, bigint>();
  const longs = new Map<number, bigint>();
  const owed = new Map<string, bigint>();
  const unsettled = new Map<string, bigint>();
  for (const [key, s] of k.subaccounts.subaccounts.unordered()) {
    checkShape(k, key, s);
    const pool = poolOfSubaccount(k, s);
    owed.set(pool, (owed.get(pool) ?? 0n) + usdcBalance(s));
    for (const p of s.perpetualPositions) {
      net.set(p.perpetualId, (net.get(p.perpetualId) ?? 0n) + p.quantums);
      longs.set(p.perpetualId, (longs.get(p.perpetualId) ?? 0n) + max(p.quantums, 0n));
      const drift = mustPerpetual(k, p.perpetualId).fundingIndex - p.fundingIndex;
      unsettled.set(pool, (unsettled.get(pool) ?? 0n) + abs(drift * p.quantums));
    }
  }
  for (const { params, openInterest } of allPerpetuals(k)) {
    assert(
      (net.get(params.id) ?? 0n) === 0n,
      `positions of perpetual ${params.id} do not net to zero`,
    );
    const sum = longs.get(params.id) ?? 0n;
    assert(
      sum === openInterest,
      `open interest of ${params.id} is ${openInterest}, longs are ${sum}`,
    );
  }
  for (const pool of poolsOf(k))
    checkPool(k, pool, owed.get(pool) ?? 0n, unsettled.get(pool) ?? 0n);
}

function poolsOf(k: SubaccountsKernel): string[] {
  const isolated = allPerpetuals(k).filter(isIsolated);
  return [CROSS_POOL, ...isolated.map((p) => isolatedPool(p.params.id))];
}

/**
 * Settled accounts own at most the pool; dust of floors stays in it, unsettled funding may lean
 * either way.
 */
function checkPool(k: SubaccountsKernel, pool: string, owed: bigint, unsettledPpm: bigint): void {
  const held = balanceOf(k, pool, USDC_DENOM);
  const slack = ceilDiv(unsettledPpm, ONE_MILLION);
  assert(owed <= held + slack, `pool ${pool} holds ${held} but owes ${owed}`);
}

function checkShape(k: SubaccountsKernel, key: string, s: Subaccount): void {
  assert(key === subaccountKey(s.id), `account is stored under ${key}`);
  const positions = s.perpetualPositions;
  assert(s.assetPositions.length + positions.length > 0, `empty account ${key} is stored`);
  let last = -1;
  for (const p of positions) {
    assert(p.perpetualId > last, `positions of ${key} are out of order`);
    assert(p.quantums !== 0n || p.quoteBalance !== 0n, `position of size zero in ${key}`);
    last = p.perpetualId;
  }
  const isolated = positions.filter((p) => isIsolated(mustPerpetual(k, p.perpetualId)));
  assert(isolated.length === 0 || positions.length === 1, `${key} mixes isolated positions`);
}
