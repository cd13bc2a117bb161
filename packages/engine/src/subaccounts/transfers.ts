import { isBlockedAddress, sendCoins, USDC_DENOM } from "../bank/index.js";
import { isRejection, type Rejection, reject } from "../state/index.js";
import { canUpdateSubaccounts, updateSubaccounts } from "./apply.js";
import { subaccountsRejection } from "./errors.js";
import { poolOfSubaccount } from "./pools.js";
import { getSubaccount, type SubaccountId, type SubaccountsKernel } from "./state.js";
import { failedUpdate, type Update, UpdateType, usdcUpdate } from "./updates.js";

/** Refusal of a check or of an application, whichever way it failed. */
function outcome(
  k: SubaccountsKernel,
  act: typeof updateSubaccounts,
  updates: readonly Update[],
  type: UpdateType,
): Rejection | undefined {
  const result = act(k, updates, type);
  return isRejection(result) ? result : failedUpdate(updates, result.results);
}

/** The callers have refused other assets than USDC (sending 1101). */
function validateAmount(quantums: bigint): Rejection | undefined {
  return quantums > 0n ? undefined : subaccountsRejection(500, String(quantums));
}

/**
 * Moves USDC between two accounts and, where they differ, between their pools as they were before
 * (risk.md §4.10).
 */
export function transferFunds(
  k: SubaccountsKernel,
  sender: SubaccountId,
  recipient: SubaccountId,
  quantums: bigint,
): Rejection | undefined {
  const invalid = validateAmount(quantums);
  if (invalid !== undefined) return invalid;
  const updates = [usdcUpdate(sender, -quantums), usdcUpdate(recipient, quantums)];
  const blocked = outcome(k, canUpdateSubaccounts, updates, UpdateType.Transfer);
  if (blocked !== undefined) return blocked;
  const from = poolOfSubaccount(k, getSubaccount(k, sender));
  const to = poolOfSubaccount(k, getSubaccount(k, recipient));
  const unpaid = from === to ? undefined : sendCoins(k, from, to, USDC_DENOM, quantums);
  if (unpaid !== undefined) return unpaid;
  return outcome(k, updateSubaccounts, updates, UpdateType.Transfer);
}

/**
 * Moves USDC from a wallet into an account. The pre-check runs as a transfer: deposits are gated
 * too (risk.md §15.1).
 */
export function depositFundsFromAccount(
  k: SubaccountsKernel,
  sender: string,
  recipient: SubaccountId,
  quantums: bigint,
): Rejection | undefined {
  const invalid = validateAmount(quantums);
  if (invalid !== undefined) return invalid;
  const updates = [usdcUpdate(recipient, quantums)];
  const blocked = outcome(k, canUpdateSubaccounts, updates, UpdateType.Transfer);
  if (blocked !== undefined) return blocked;
  const pool = poolOfSubaccount(k, getSubaccount(k, recipient));
  const unpaid = sendCoins(k, sender, pool, USDC_DENOM, quantums);
  return unpaid ?? outcome(k, updateSubaccounts, updates, UpdateType.Deposit);
}

/** Moves USDC from an account to a wallet that may receive coins. */
export function withdrawFundsToAccount(
  k: SubaccountsKernel,
  sender: SubaccountId,
  recipient: string,
  quantums: bigint,
): Rejection | undefined {
  const invalid = validateAmount(quantums);
  if (invalid !== undefined) return invalid;
  const updates = [usdcUpdate(sender, -quantums)];
  const blocked = outcome(k, canUpdateSubaccounts, updates, UpdateType.Transfer);
  if (blocked !== undefined) return blocked;
  if (isBlockedAddress(recipient)) {
    return reject("sdk", 4, `${recipient} is not allowed to receive funds: unauthorized`);
  }
  const pool = poolOfSubaccount(k, getSubaccount(k, sender));
  const unpaid = sendCoins(k, pool, recipient, USDC_DENOM, quantums);
  return unpaid ?? outcome(k, updateSubaccounts, updates, UpdateType.Withdrawal);
}
