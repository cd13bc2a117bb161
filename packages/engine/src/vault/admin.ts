import { vault } from "@perpetua/protocol";
import { DELAYMSG_ADDRESS, GOV_ADDRESS } from "../auth/index.js";
import { getClobPair } from "../clob/index.js";
import { markVaultAddress } from "../feetiers/index.js";
import { transferBetweenSubaccounts } from "../sending/index.js";
import type { Rejection } from "../state/index.js";
import { intOf } from "./deposit.js";
import { vaultRejection } from "./errors.js";
import { cancelAllVaultOrders } from "./refresh.js";
import type { VaultKernel } from "./state.js";
import {
  activationThreshold,
  DEACTIVATED,
  getVault,
  MEGAVAULT_ACCOUNT,
  STAND_BY,
  upsertVault,
  vaultAccount,
  vaultEquity,
} from "./vaults.js";

const TWO_TRILLION = 2_000_000_000_000n;

/** gov, delaymsg and the operator administer vaults; anybody else gets 26 at delivery. */
export function operatorRejection(k: VaultKernel, authority: string): Rejection | undefined {
  if (authority === GOV_ADDRESS || authority === DELAYMSG_ADDRESS) return undefined;
  if (authority === k.vault.operator.get()?.operator) return undefined;
  return vaultRejection(26, `invalid authority ${authority}`);
}

/** app.md §13.2, rules of the table from top to bottom. */
export function validateQuotingParams(p: vault.QuotingParams): Rejection | undefined {
  if (p.layers > 255) return vaultRejection(11);
  if (p.spreadMinPpm === 0) return vaultRejection(10);
  if (p.orderSizePctPpm === 0) return vaultRejection(8);
  if (p.orderExpirationSeconds === 0) return vaultRejection(9);
  if (activationThreshold(p) < 0n) return vaultRejection(13);
  const product = BigInt(p.skewFactorPpm) * BigInt(p.orderSizePctPpm);
  return product < TWO_TRILLION ? undefined : vaultRejection(31);
}

export function validateVaultParams(params: vault.VaultParams | undefined): Rejection | undefined {
  if (params === undefined || params.status === vault.VaultStatus.VAULT_STATUS_UNSPECIFIED) {
    return vaultRejection(19);
  }
  return params.quotingParams === undefined
    ? undefined
    : validateQuotingParams(params.quotingParams);
}

export function setVaultParams(k: VaultKernel, m: vault.MsgSetVaultParams): Rejection | undefined {
  const number = m.vaultId?.number ?? 0;
  const params = m.vaultParams;
  if (params === undefined) return vaultRejection(19);
  if (params.status === DEACTIVATED && vaultEquity(k, number) > 0n) return vaultRejection(29);
  const exists = getVault(k, number) !== undefined;
  if (exists && (params.status === DEACTIVATED || params.status === STAND_BY)) {
    cancelAllVaultOrders(k, number);
  }
  upsertVault(k, number, params);
  return undefined;
}

/** Moves USDC from the main account to a vault, which is created in STAND_BY when unknown. */
export function allocateToVault(
  k: VaultKernel,
  m: vault.MsgAllocateToVault,
): Rejection | undefined {
  return allocate(k, m.vaultId?.number ?? 0, intOf(m.quoteQuantums));
}

/** The rule itself, also for permissionless listing. */
export function allocate(k: VaultKernel, number: number, amount: bigint): Rejection | undefined {
  if (getClobPair(k, number) === undefined) return vaultRejection(2);
  if (getVault(k, number) === undefined) {
    upsertVault(k, number, { status: STAND_BY, quotingParams: undefined });
    markVaultAddress(k, vaultAccount(number).owner);
  }
  return transferBetweenSubaccounts(k, MEGAVAULT_ACCOUNT, vaultAccount(number), amount);
}

/** Moves USDC from a vault back to the main account. */
export function retrieveFromVault(
  k: VaultKernel,
  m: vault.MsgRetrieveFromVault,
): Rejection | undefined {
  const number = m.vaultId?.number ?? 0;
  if (getVault(k, number) === undefined) return vaultRejection(20);
  return transferBetweenSubaccounts(
    k,
    vaultAccount(number),
    MEGAVAULT_ACCOUNT,
    intOf(m.quoteQuantums),
  );
}
