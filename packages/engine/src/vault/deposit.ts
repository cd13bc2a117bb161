import { decodeSerializableInt, encodeSerializableInt, vault } from "@perpetua/protocol";
import { floorDiv, MAX_UINT64 } from "../math/index.js";
import { transferBetweenSubaccounts } from "../sending/index.js";
import { emit, isRejection, type Rejection } from "../state/index.js";
import { subaccountIdRejection } from "../subaccounts/index.js";
import { vaultRejection } from "./errors.js";
import type { VaultKernel } from "./state.js";
import { MEGAVAULT_ACCOUNT, megavaultEquity } from "./vaults.js";

export const UNSET = { owner: "", number: 0 };

export function validateDeposit(m: vault.MsgDepositToMegavault): Rejection | undefined {
  const badId = subaccountIdRejection(m.subaccountId ?? UNSET);
  if (badId !== undefined) return badId;
  const amount = intOf(m.quoteQuantums);
  if (amount > 0n && amount <= MAX_UINT64) return undefined;
  return vaultRejection(4, "quote quantums must be strictly positive and less than 2^64");
}

/** Reads a SerializableInt field; empty bytes are 0. */
export function intOf(bytes: Uint8Array | undefined): bigint {
  return bytes === undefined || bytes.length === 0 ? 0n : decodeSerializableInt(bytes);
}

/**
 * Mints shares for a deposit at the equity before it, then moves the money (app.md §13.6). Returns
 * the minted shares.
 */
export function depositToMegavault(
  k: VaultKernel,
  m: vault.MsgDepositToMegavault,
): Rejection | Uint8Array {
  const account = m.subaccountId ?? UNSET;
  const minted = depositAndMint(k, account, intOf(m.quoteQuantums));
  if (isRejection(minted)) return minted;
  const mintedShares = { numShares: encodeSerializableInt(minted) };
  return vault.MsgDepositToMegavaultResponse.encode({ mintedShares }).finish();
}

/** The rule itself, also for permissionless listing. */
export function depositAndMint(
  k: VaultKernel,
  account: { owner: string; number: number },
  amount: bigint,
): Rejection | bigint {
  const minted = sharesFor(k, amount);
  if (isRejection(minted)) return minted;
  k.vault.totalShares.set((k.vault.totalShares.get() ?? 0n) + minted);
  const owned = k.vault.ownerShares.get(account.owner) ?? 0n;
  k.vault.ownerShares.set(account.owner, owned + minted);
  const unpaid = transferBetweenSubaccounts(k, account, MEGAVAULT_ACCOUNT, amount);
  if (unpaid !== undefined) return unpaid;
  emit(k, "deposit_to_megavault", [
    ["depositor", account.owner],
    ["quote_quantums", String(amount)],
    ["minted_shares", String(minted)],
  ]);
  return minted;
}

function sharesFor(k: VaultKernel, amount: bigint): Rejection | bigint {
  const total = k.vault.totalShares.get() ?? 0n;
  if (total <= 0n) return amount;
  const equity = megavaultEquity(k);
  if (equity <= 0n) return vaultRejection(5);
  const minted = floorDiv(amount * total, equity);
  return minted === 0n ? vaultRejection(12) : minted;
}
