import { assert } from "../math/index.js";
import { setPerpetual } from "../perpetuals/index.js";
import { emit, isRejection, type Rejection } from "../state/index.js";
import { type Checked, checkUpdates, type Prepared } from "./check.js";
import { subaccountsRejection } from "./errors.js";
import { emitSubaccountUpdate } from "./events.js";
import { moveIsolatedCollateral } from "./pools.js";
import { type SubaccountId, type SubaccountsKernel, setSubaccount } from "./state.js";
import { type Update, type UpdateResult, type UpdateResults, UpdateType } from "./updates.js";

/**
 * Judges updates without writing anything; the same account may appear more than once (risk.md
 * §4.2). A `Rejection` means the updates could not be judged at all.
 */
export function canUpdateSubaccounts(
  k: SubaccountsKernel,
  updates: readonly Update[],
  type: UpdateType,
): UpdateResults | Rejection {
  return checkUpdates(k, updates, type);
}

/**
 * Checks and applies updates of distinct accounts, all or none (risk.md §4.5). Unless the answer
 * has `success`, nothing was written; `failedUpdate` turns it into the refusal clients see.
 */
export function updateSubaccounts(
  k: SubaccountsKernel,
  updates: readonly Update[],
  type: UpdateType,
): UpdateResults | Rejection {
  const repeated = repeatedAccount(updates);
  if (repeated !== undefined) {
    return subaccountsRejection(101, `{${repeated.owner} ${repeated.number}}`);
  }
  const checked = checkUpdates(k, updates, type);
  if (isRejection(checked) || !checked.success) return checked;
  const mark = k.registry.journal.mark();
  const refused = applyChecked(k, checked);
  if (refused === undefined) return checked;
  k.registry.journal.revert(mark);
  return refused;
}

function repeatedAccount(updates: readonly Update[]): SubaccountId | undefined {
  for (let i = 1; i < updates.length; i++) {
    const id = (updates[i] as Update).subaccountId;
    for (let j = 0; j < i; j++) {
      const other = (updates[j] as Update).subaccountId;
      if (other.number === id.number && other.owner === id.owner) return id;
    }
  }
  return undefined;
}

/** Open interest, collateral pools, accounts, events: in this order (risk.md §4.5). */
function applyChecked(k: SubaccountsKernel, checked: Checked): Rejection | undefined {
  if (checked.traded !== undefined) setPerpetual(k, checked.traded);
  for (const { update, next } of checked.prepared) {
    const refused = moveIsolatedCollateral(k, update, next);
    if (refused !== undefined) return refused;
  }
  for (const prepared of checked.prepared) {
    setSubaccount(k, prepared.next);
    emitSubaccountUpdate(k, prepared);
    emitSettledFunding(k, prepared);
  }
  return undefined;
}

function emitSettledFunding(k: SubaccountsKernel, { next, payments }: Prepared): void {
  for (const { perpetualId, quoteQuantums } of payments) {
    emit(k, "settled_funding", [
      ["subaccount", next.id.owner],
      ["subaccount_number", String(next.id.number)],
      ["perpetual_id", String(perpetualId)],
      ["funding_paid_quote_quantums", String(quoteQuantums)],
    ]);
  }
}

export interface MatchResults {
  readonly success: boolean;
  readonly taker: UpdateResult;
  readonly maker: UpdateResult;
}

/**
 * The two updates of one fill: the taker's size changes by `takerBaseDelta`, the maker's by its
 * opposite; the USDC deltas already contain fees (clob.md §7.2). Checks and applies like
 * `updateSubaccounts` with type Match.
 */
export function updateForMatch(
  k: SubaccountsKernel,
  taker: SubaccountId,
  maker: SubaccountId,
  perpetualId: number,
  takerBaseDelta: bigint,
  takerQuoteDelta: bigint,
  makerQuoteDelta: bigint,
): MatchResults | Rejection {
  const outcome = updateSubaccounts(
    k,
    [
      matchSide(taker, perpetualId, takerBaseDelta, takerQuoteDelta),
      matchSide(maker, perpetualId, -takerBaseDelta, makerQuoteDelta),
    ],
    UpdateType.Match,
  );
  if (isRejection(outcome)) return outcome;
  const [takerResult, makerResult] = outcome.results;
  assert(takerResult !== undefined && makerResult !== undefined, "a match has two results");
  return { success: outcome.success, taker: takerResult, maker: makerResult };
}

function matchSide(
  subaccountId: SubaccountId,
  perpetualId: number,
  quantumsDelta: bigint,
  quoteDelta: bigint,
): Update {
  return {
    subaccountId,
    assetUpdates: [{ assetId: 0, quantumsDelta: quoteDelta }],
    perpetualUpdates: [{ perpetualId, quantumsDelta }],
  };
}
