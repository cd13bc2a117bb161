import { encodeSerializableInt, vault as wire } from "@perpetua/protocol";
import { getClobPair, perpetualIdOf } from "../clob/index.js";
import { floorDiv } from "../math/index.js";
import { notFound, paginate, type Query, type QueryFailure, query } from "../query/index.js";
import { utf8 } from "../state/index.js";
import { accountRisk, getSubaccount } from "../subaccounts/index.js";
import { intOf } from "./deposit.js";
import type { VaultKernel } from "./state.js";
import {
  getVault,
  MEGAVAULT_ACCOUNT,
  megavaultEquity,
  vaultAccount,
  vaultEquity,
  vaultKey,
  vaultNumbers,
} from "./vaults.js";
import { lockedShares, vaultParts } from "./withdraw.js";

const SERVICE = "/dydxprotocol.vault.Query";
const { VAULT_TYPE_CLOB } = wire.VaultType;

const numShares = (shares: bigint) => ({ numShares: encodeSerializableInt(shares) });
const totalShares = (k: VaultKernel): bigint => k.vault.totalShares.get() ?? 0n;

/** Size of the vault's position in its own market; 0 when the pair is gone. */
function inventoryOf(k: VaultKernel, number: number): bigint {
  const pair = getClobPair(k, number);
  if (pair === undefined) return 0n;
  const { perpetualPositions } = getSubaccount(k, vaultAccount(number));
  const perpetualId = perpetualIdOf(pair);
  return perpetualPositions.find((p) => p.perpetualId === perpetualId)?.quantums ?? 0n;
}

function describeVault(k: VaultKernel, number: number): wire.QueryVaultResponse | undefined {
  const params = getVault(k, number);
  if (params === undefined) return undefined;
  return {
    vaultId: { type: VAULT_TYPE_CLOB, number },
    subaccountId: { ...vaultAccount(number) },
    equity: encodeSerializableInt(vaultEquity(k, number)),
    inventory: encodeSerializableInt(inventoryOf(k, number)),
    vaultParams: params,
    mostRecentClientIds: [...(k.vault.recentClientIds.get(vaultKey(number)) ?? [])],
  };
}

const vaultQueriesOnly: readonly Query<VaultKernel>[] = [
  query(`${SERVICE}/Params`, wire.QueryParamsRequest, wire.QueryParamsResponse, (k) => ({
    defaultQuotingParams: k.vault.defaultQuotingParams.get(),
    operatorParams: k.vault.operator.get(),
  })),
  query(
    `${SERVICE}/Vault`,
    wire.QueryVaultRequest,
    wire.QueryVaultResponse,
    (k, { number }) => describeVault(k, number) ?? notFound("vault not found"),
  ),
  query(
    `${SERVICE}/AllVaults`,
    wire.QueryAllVaultsRequest,
    wire.QueryAllVaultsResponse,
    (k, { pagination }) => {
      const page = paginate(vaultNumbers(k), (n) => utf8(vaultKey(n)), pagination);
      if ("failureCode" in page) return page;
      const vaults = page.items.flatMap((n) => describeVault(k, n) ?? []);
      return { vaults, pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/VaultParams`,
    wire.QueryVaultParamsRequest,
    wire.QueryVaultParamsResponse,
    (k, { type, number }) => {
      const vaultParams = getVault(k, number);
      return vaultParams === undefined
        ? notFound("vault not found")
        : { vaultId: { type, number }, vaultParams };
    },
  ),
];

/** An owner's part of the megavault (app.md §13.10). ROUNDING: floor. */
function ownerShares(
  k: VaultKernel,
  address: string,
): wire.QueryMegavaultOwnerSharesResponse | QueryFailure {
  const shares = k.vault.ownerShares.get(address);
  if (shares === undefined) return notFound("owner not found");
  const equity = floorDiv(shares * megavaultEquity(k), totalShares(k));
  const free = shares - lockedShares(k, address);
  return {
    address,
    shares: numShares(shares),
    shareUnlocks: (k.vault.unlocks.get(address) ?? []).map((u) => ({
      shares: numShares(u.shares),
      unlockBlockHeight: u.unlockBlockHeight,
    })),
    equity: encodeSerializableInt(equity),
    withdrawableEquity: encodeSerializableInt(floorDiv(free * equity, shares)),
  };
}

/** What a withdrawal would pay now, without its transfers (app.md §13.7). */
function withdrawalInfo(
  k: VaultKernel,
  shares: bigint,
): wire.QueryMegavaultWithdrawalInfoResponse | QueryFailure {
  const total = totalShares(k);
  if (shares <= 0n || shares > total) {
    const text = `shares to withdraw: ${shares}, total shares: ${total}: Shares to withdraw must be positive and not exceed total shares`;
    return { failureCode: 2, message: text };
  }
  const main = accountRisk(k, MEGAVAULT_ACCOUNT).nc;
  let redeemed = (main * shares) / total;
  let equity = main;
  for (const part of vaultParts(k, shares, total)) {
    redeemed += part.quantums;
    equity += part.equity;
  }
  return {
    sharesToWithdraw: numShares(shares),
    expectedQuoteQuantums: encodeSerializableInt(redeemed),
    megavaultEquity: encodeSerializableInt(equity),
    totalShares: numShares(total),
  };
}

/** app.md §13.10. */
export const vaultQueries: readonly Query<VaultKernel>[] = [
  ...vaultQueriesOnly,
  query(
    `${SERVICE}/MegavaultTotalShares`,
    wire.QueryMegavaultTotalSharesRequest,
    wire.QueryMegavaultTotalSharesResponse,
    (k) => ({ totalShares: numShares(totalShares(k)) }),
  ),
  query(
    `${SERVICE}/MegavaultOwnerShares`,
    wire.QueryMegavaultOwnerSharesRequest,
    wire.QueryMegavaultOwnerSharesResponse,
    (k, { address }) => ownerShares(k, address),
  ),
  query(
    `${SERVICE}/MegavaultAllOwnerShares`,
    wire.QueryMegavaultAllOwnerSharesRequest,
    wire.QueryMegavaultAllOwnerSharesResponse,
    (k, { pagination }) => {
      const all = [...k.vault.ownerShares.entries()];
      const page = paginate(all, ([owner]) => utf8(owner), pagination);
      if ("failureCode" in page) return page;
      return {
        ownerShares: page.items.map(([owner, shares]) => ({ owner, shares: numShares(shares) })),
        pagination: page.pagination,
      };
    },
  ),
  query(
    `${SERVICE}/MegavaultWithdrawalInfo`,
    wire.QueryMegavaultWithdrawalInfoRequest,
    wire.QueryMegavaultWithdrawalInfoResponse,
    (k, { sharesToWithdraw }) => withdrawalInfo(k, intOf(sharesToWithdraw?.numShares)),
  ),
];
