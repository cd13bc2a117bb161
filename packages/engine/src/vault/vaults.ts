import { decodeSerializableInt, indexerEvents, vault, vaultAddress } from "@perpetua/protocol";
import { moduleAddress } from "../auth/index.js";
import { must } from "../math/index.js";
import { accountRisk, type SubaccountId } from "../subaccounts/index.js";
import type { VaultKernel } from "./state.js";

export const {
  VAULT_STATUS_DEACTIVATED: DEACTIVATED,
  VAULT_STATUS_STAND_BY: STAND_BY,
  VAULT_STATUS_QUOTING: QUOTING,
  VAULT_STATUS_CLOSE_ONLY: CLOSE_ONLY,
} = vault.VaultStatus;

/** The megavault's main account: deposits arrive here. */
export const MEGAVAULT_ACCOUNT: SubaccountId = { owner: moduleAddress("megavault"), number: 0 };

const KEY_PREFIX = "VAULT_TYPE_CLOB-";

/** The text of a vault id, which is also its place in iteration order (app.md §13.1). */
export function vaultKey(number: number): string {
  return `${KEY_PREFIX}${number}`;
}

export function vaultNumber(key: string): number {
  return Number(key.slice(KEY_PREFIX.length));
}

const accounts = new Map<number, SubaccountId>();

/** The trading account of the vault of a clob pair. PERF: derived once per vault. */
export function vaultAccount(number: number): SubaccountId {
  let account = accounts.get(number);
  if (account === undefined) {
    account = { owner: vaultAddress(number), number: 0 };
    accounts.set(number, account);
  }
  return account;
}

export function getVault(k: VaultKernel, number: number): vault.VaultParams | undefined {
  return k.vault.vaults.get(vaultKey(number));
}

/** Numbers of all vaults, in iteration order. */
export function vaultNumbers(k: VaultKernel): number[] {
  return k.vault.vaults.sortedKeys().map(vaultNumber);
}

/** A vault's own quoting parameters, else the defaults of now. */
export function quotingParamsOf(k: VaultKernel, params: vault.VaultParams): vault.QuotingParams {
  return params.quotingParams ?? must(k.vault.defaultQuotingParams.get(), "set at genesis");
}

export function activationThreshold(params: vault.QuotingParams): bigint {
  const bytes = params.activationThresholdQuoteQuantums;
  return bytes.length === 0 ? 0n : decodeSerializableInt(bytes);
}

export function vaultEquity(k: VaultKernel, number: number): bigint {
  return accountRisk(k, vaultAccount(number)).nc;
}

/** NC of the main account plus that of every active vault with positive equity (app.md §13.6). */
export function megavaultEquity(k: VaultKernel): bigint {
  let total = accountRisk(k, MEGAVAULT_ACCOUNT).nc;
  for (const number of vaultNumbers(k)) {
    if (getVault(k, number)?.status === DEACTIVATED) continue;
    const equity = vaultEquity(k, number);
    if (equity > 0n) total += equity;
  }
  return total;
}

/** Stores parameters and tells the indexer. */
export function upsertVault(k: VaultKernel, number: number, params: vault.VaultParams): void {
  k.vault.vaults.set(vaultKey(number), params);
  emitUpsertVault(k, number, params.status);
}

export function emitUpsertVault(k: VaultKernel, number: number, status: vault.VaultStatus): void {
  k.indexer.addTransactionEvent("upsert_vault", 1, indexerEvents.UpsertVaultEventV1, {
    address: vaultAccount(number).owner,
    clobPairId: number,
    status: status as number,
  });
}
