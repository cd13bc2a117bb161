import { assetOf } from "../assets/index.js";
import { assert, must } from "../math/index.js";
import {
  getPerpetual,
  longDelta,
  type Perpetual,
  perpetualsRejection,
  pricingOf,
} from "../perpetuals/index.js";
import { isRejection, type Rejection } from "../state/index.js";
import { subaccountsRejection } from "./errors.js";
import { movementsBlocked } from "./gating.js";
import { violatesIsolation } from "./isolated.js";
import { leverageOf } from "./leverageState.js";
import { applyUpdate } from "./positions.js";
import { hasInitialMargin, judgeTransition, riskOf } from "./risk.js";
import { type FundingPayment, settleFunding } from "./settle.js";
import { getSubaccount, positionSize, type Subaccount, type SubaccountsKernel } from "./state.js";
import { type Update, UpdateResult, UpdateType } from "./updates.js";

/** An update with the account before and after it, funding settled on both. */
export interface Prepared {
  readonly update: Update;
  readonly settled: Subaccount;
  readonly payments: readonly FundingPayment[];
  readonly next: Subaccount;
}

/** What the checks found out; `traded` is the perpetual of a match with its new open interest. */
export interface Checked {
  readonly prepared: readonly Prepared[];
  readonly results: readonly UpdateResult[];
  readonly success: boolean;
  readonly traded: Perpetual | undefined;
}

/** Judges each update on its own, in the order of risk.md §4.4. Nothing is written. */
export function checkUpdates(
  k: SubaccountsKernel,
  updates: readonly Update[],
  type: UpdateType,
): Checked | Rejection {
  const prepared: Prepared[] = [];
  for (const update of updates) {
    const p = prepare(k, update);
    if (isRejection(p)) return p;
    prepared.push(p);
  }
  const early = isolationResults(k, prepared) ?? gateResults(k, prepared, type);
  if (early !== undefined) return { prepared, results: early, success: false, traded: undefined };
  const traded = type === UpdateType.Match ? tradedPerpetual(k, prepared) : undefined;
  if (traded !== undefined && isRejection(traded)) return traded;
  const results: UpdateResult[] = [];
  let success = true;
  for (const p of prepared) {
    const refused = unupdatable(k, p.update);
    if (refused !== undefined) return refused;
    const result = judge(k, p, traded);
    if (result !== UpdateResult.Success) success = false;
    results.push(result);
  }
  return { prepared, results, success, traded };
}

/** Loads and settles the account and applies the update to a copy. */
function prepare(k: SubaccountsKernel, update: Update): Prepared | Rejection {
  for (const { perpetualId } of update.perpetualUpdates) {
    if (getPerpetual(k, perpetualId) === undefined) {
      return perpetualsRejection(1, String(perpetualId));
    }
  }
  const { subaccount, payments } = settleFunding(k, getSubaccount(k, update.subaccountId));
  return { update, settled: subaccount, payments, next: applyUpdate(k, subaccount, update) };
}

function isolationResults(
  k: SubaccountsKernel,
  prepared: readonly Prepared[],
): UpdateResult[] | undefined {
  let violated = false;
  const results = prepared.map(({ settled, update }) => {
    if (!violatesIsolation(k, settled, update)) return UpdateResult.Success;
    violated = true;
    return UpdateResult.ViolatesIsolatedSubaccountConstraints;
  });
  return violated ? results : undefined;
}

function gateResults(
  k: SubaccountsKernel,
  prepared: readonly Prepared[],
  type: UpdateType,
): UpdateResult[] | undefined {
  if (type !== UpdateType.Withdrawal && type !== UpdateType.Transfer) return undefined;
  const accounts = prepared.map((p) => p.settled);
  if (!movementsBlocked(k, accounts)) return undefined;
  return prepared.map(() => UpdateResult.WithdrawalsAndTransfersBlocked);
}

/**
 * The perpetual of a match with the open interest it leads to (risk.md §3.4); malformed matches
 * break an invariant.
 */
function tradedPerpetual(
  k: SubaccountsKernel,
  prepared: readonly Prepared[],
): Perpetual | Rejection {
  const [a, b] = prepared;
  assert(a !== undefined && b !== undefined && prepared.length === 2, "a match has two updates");
  const [left, right] = [a.update.perpetualUpdates, b.update.perpetualUpdates];
  assert(left.length === 1 && right.length === 1, "a match side updates one perpetual");
  const [x, y] = [must(left[0], "match side"), must(right[0], "match side")];
  const opposite = x.quantumsDelta === -y.quantumsDelta && x.quantumsDelta !== 0n;
  assert(x.perpetualId === y.perpetualId && opposite, "match sides must mirror each other");
  const id = x.perpetualId;
  const perpetual = must(getPerpetual(k, id), `perpetual ${id} does not exist`);
  const delta =
    longDelta(positionSize(a.settled, id), positionSize(a.next, id)) +
    longDelta(positionSize(b.settled, id), positionSize(b.next, id));
  if (delta === 0n) return perpetual;
  const openInterest = perpetual.openInterest + delta;
  if (openInterest < 0n) {
    return subaccountsRejection(402, `perpetual ${id}: open interest would become ${openInterest}`);
  }
  return { ...perpetual, openInterest };
}

/** Everything touched must have a price or exist (risk.md §4.4 step 5). */
function unupdatable(k: SubaccountsKernel, update: Update): Rejection | undefined {
  for (const { perpetualId } of update.perpetualUpdates) {
    const perpetual = must(getPerpetual(k, perpetualId), "checked by prepare");
    if (pricingOf(k, perpetual).price === 0n) {
      return subaccountsRejection(103, `perpetual ${perpetualId}`);
    }
  }
  for (const { assetId } of update.assetUpdates) {
    if (assetOf(k, assetId) === undefined) return subaccountsRejection(103, `asset ${assetId}`);
  }
  return undefined;
}

function judge(k: SubaccountsKernel, p: Prepared, traded: Perpetual | undefined): UpdateResult {
  const leverage = leverageOf(k, p.settled.id);
  if (hasInitialMargin(k, p.next, leverage, traded)) return UpdateResult.Success;
  const current = riskOf(k, p.settled, leverage, traded);
  return judgeTransition(current, riskOf(k, p.next, leverage, traded));
}
