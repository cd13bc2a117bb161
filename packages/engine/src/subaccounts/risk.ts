import { assert } from "../math/index.js";
import {
  addCollateral,
  addPositionRisk,
  addPositionTotals,
  marketViewOf,
  mustPerpetual,
  type Perpetual,
  type Risk,
  type RiskTotals,
} from "../perpetuals/index.js";
import { leverageOf } from "./leverageState.js";
import { settleFunding } from "./settle.js";
import {
  getSubaccount,
  type LeverageEntry,
  type Subaccount,
  type SubaccountId,
  type SubaccountsKernel,
} from "./state.js";
import { UpdateResult } from "./updates.js";

/**
 * Whether a settled account has its initial margin. PERF: plain integers while they are exact; most
 * accounts of most matches need no more than this.
 */
export function hasInitialMargin(
  k: SubaccountsKernel,
  settled: Subaccount,
  leverage: readonly LeverageEntry[],
  traded?: Perpetual,
): boolean {
  const totals: RiskTotals = { nc: 0, imr: 0, mmr: 0, exact: k.perpetuals.plainMargins };
  for (const a of settled.assetPositions) addCollateral(totals, a.quantums);
  for (const p of settled.perpetualPositions) {
    const perpetual = perpetualFor(k, p.perpetualId, traded);
    const imf = leverage.length === 0 ? 0 : customImfPpm(leverage, p.perpetualId);
    addPositionTotals(totals, marketViewOf(k, perpetual), p.quantums, p.quoteBalance, imf);
  }
  if (totals.exact) return totals.nc >= totals.imr;
  return isInitialCollateralized(riskOf(k, settled, leverage, traded));
}

function perpetualFor(k: SubaccountsKernel, id: number, traded: Perpetual | undefined): Perpetual {
  return traded !== undefined && traded.params.id === id ? traded : mustPerpetual(k, id);
}

/**
 * The risk of a settled account (risk.md §4.3). `traded` replaces the stored record of one
 * perpetual: a match is judged with the open interest that it leads to.
 */
export function riskOf(
  k: SubaccountsKernel,
  settled: Subaccount,
  leverage: readonly LeverageEntry[],
  traded?: Perpetual,
): Risk {
  const out: Risk = { nc: 0n, imr: 0n, mmr: 0n };
  for (const a of settled.assetPositions) {
    assert(a.assetId === 0 || a.quantums === 0n, `asset ${a.assetId} has no margin rule`);
    out.nc += a.quantums;
  }
  for (const p of settled.perpetualPositions) {
    const perpetual = perpetualFor(k, p.perpetualId, traded);
    const imf = leverage.length === 0 ? 0 : customImfPpm(leverage, p.perpetualId);
    addPositionRisk(k, out, perpetual, p.quantums, p.quoteBalance, imf);
  }
  return out;
}

function customImfPpm(leverage: readonly LeverageEntry[], perpetualId: number): number {
  for (const e of leverage) if (e.perpetualId === perpetualId) return e.customImfPpm;
  return 0;
}

/**
 * Net collateral and margins of an account after settling funding, with its own leverage (risk.md
 * §4.3).
 */
export function accountRisk(k: SubaccountsKernel, id: SubaccountId): Risk {
  const { subaccount } = settleFunding(k, getSubaccount(k, id));
  return riskOf(k, subaccount, leverageOf(k, id));
}

export function isInitialCollateralized(r: Readonly<Risk>): boolean {
  return r.nc >= r.imr;
}

export function isMaintenanceCollateralized(r: Readonly<Risk>): boolean {
  return r.nc >= r.mmr;
}

export function isLiquidatable(r: Readonly<Risk>): boolean {
  return r.mmr > 0n && r.mmr > r.nc;
}

/**
 * Positive when `a` is riskier than `b`, negative when it is less risky, 0 when they are equal
 * (risk.md §4.3).
 */
export function compareRisk(a: Readonly<Risk>, b: Readonly<Risk>): -1 | 0 | 1 {
  const left = b.nc * a.mmr;
  const right = a.nc * b.mmr;
  if (left !== right) return left > right ? 1 : -1;
  if (a.mmr === 0n && b.mmr === 0n) return a.nc === b.nc ? 0 : a.nc < b.nc ? 1 : -1;
  return a.mmr === b.mmr ? 0 : a.mmr > b.mmr ? 1 : -1;
}

/** Judges an account that would not be initial-collateralized after an update (risk.md §4.6). */
export function judgeTransition(current: Readonly<Risk>, next: Readonly<Risk>): UpdateResult {
  const failure = isInitialCollateralized(current)
    ? UpdateResult.NewlyUndercollateralized
    : UpdateResult.StillUndercollateralized;
  if (next.mmr > current.mmr) return failure;
  if (next.mmr === 0n || current.mmr === 0n) {
    const bothZero = next.mmr === 0n && current.mmr === 0n;
    return bothZero && next.nc > current.nc ? UpdateResult.Success : failure;
  }
  return compareRisk(next, current) > 0 ? failure : UpdateResult.Success;
}
