import { encodeSerializableInt, vault } from "@perpetua/protocol";
import { getClobPair, perpetualOf } from "../clob/index.js";
import { MAX_UINT64, must } from "../math/index.js";
import { liquidityTierOf, notional } from "../perpetuals/index.js";
import { marketParam } from "../prices/index.js";
import { transferBetweenSubaccounts } from "../sending/index.js";
import { emit, type Rejection } from "../state/index.js";
import { accountRisk, getSubaccount, subaccountIdRejection } from "../subaccounts/index.js";
import { intOf, UNSET } from "./deposit.js";
import { vaultRejection } from "./errors.js";
import { type Fraction, fraction, multiply, subtract, withdrawalSlippage } from "./slippage.js";
import type { VaultKernel } from "./state.js";
import {
  DEACTIVATED,
  getVault,
  MEGAVAULT_ACCOUNT,
  quotingParamsOf,
  vaultAccount,
  vaultEquity,
  vaultNumbers,
} from "./vaults.js";

export function validateWithdrawal(m: vault.MsgWithdrawFromMegavault): Rejection | undefined {
  const badId = subaccountIdRejection(m.subaccountId ?? UNSET);
  if (badId !== undefined) return badId;
  if (intOf(m.shares?.numShares) <= 0n) return vaultRejection(30);
  return intOf(m.minQuoteQuantums) < 0n ? vaultRejection(4) : undefined;
}

/** What one vault pays for a withdrawal; undefined when it is skipped. */
interface VaultPart {
  readonly number: number;
  readonly equity: bigint;
  readonly quantums: bigint;
}

/** Redeems shares from the main account and from every vault, less slippage (app.md §13.7). */
export function withdrawFromMegavault(
  k: VaultKernel,
  m: vault.MsgWithdrawFromMegavault,
): Rejection | Uint8Array {
  const account = m.subaccountId ?? UNSET;
  const shares = intOf(m.shares?.numShares);
  const owned = k.vault.ownerShares.get(account.owner);
  if (owned === undefined) return vaultRejection(22, `owner: ${account.owner}`);
  const locked = lockedShares(k, account.owner);
  const total = k.vault.totalShares.get() ?? 0n;
  if (owned - shares < locked) {
    const text = `shares to withdraw: ${shares}, owner total shares: {${owned}}, owner locked shares: ${locked}`;
    return vaultRejection(27, text);
  }
  if (shares > total)
    return vaultRejection(25, `shares to withdraw: ${shares}, total shares: ${total}`);
  const main = accountRisk(k, MEGAVAULT_ACCOUNT).nc;
  let redeemed = (main * shares) / total;
  let equity = main;
  for (const part of vaultParts(k, shares, total)) {
    const mark = k.registry.journal.mark();
    const failed = transferBetweenSubaccounts(
      k,
      vaultAccount(part.number),
      MEGAVAULT_ACCOUNT,
      part.quantums,
    );
    if (failed !== undefined) {
      k.registry.journal.revert(mark);
      continue;
    }
    redeemed += part.quantums;
    equity += part.equity;
  }
  const least = intOf(m.minQuoteQuantums);
  if (redeemed <= 0n || redeemed > MAX_UINT64 || redeemed < least) {
    return vaultRejection(28, `redeemed quote quantums: ${redeemed}, min quote quantums: ${least}`);
  }
  const unpaid = transferBetweenSubaccounts(k, MEGAVAULT_ACCOUNT, account, redeemed);
  if (unpaid !== undefined) return unpaid;
  k.vault.totalShares.set(total - shares);
  if (owned === shares) k.vault.ownerShares.delete(account.owner);
  else k.vault.ownerShares.set(account.owner, owned - shares);
  emit(k, "withdraw_from_megavault", [
    ["withdrawer", account.owner],
    ["shares_to_withdraw", String(shares)],
    ["total_shares", String(total)],
    ["megavault_equity", String(equity)],
    ["redeemed_quote_quantums", String(redeemed)],
  ]);
  const quoteQuantums = encodeSerializableInt(redeemed);
  return vault.MsgWithdrawFromMegavaultResponse.encode({ quoteQuantums }).finish();
}

export function lockedShares(k: VaultKernel, owner: string): bigint {
  return (k.vault.unlocks.get(owner) ?? []).reduce((sum, u) => sum + u.shares, 0n);
}

/** Parts of all vaults that can pay, in key order; also what a withdrawal query adds up. */
export function vaultParts(k: VaultKernel, shares: bigint, total: bigint): VaultPart[] {
  const parts: VaultPart[] = [];
  for (const number of vaultNumbers(k)) {
    const equity = vaultEquity(k, number);
    const slippage = equity > 0n ? slippageOf(k, number, equity, shares, total) : undefined;
    if (slippage === undefined) continue;
    const kept = subtract(fraction(1n, 1n), slippage);
    const exact = multiply(fraction(equity * shares, total), kept);
    const quantums = exact.num / exact.den;
    if (quantums > 0n && quantums <= MAX_UINT64) parts.push({ number, equity, quantums });
  }
  return parts;
}

function slippageOf(
  k: VaultKernel,
  number: number,
  equity: bigint,
  shares: bigint,
  total: bigint,
): Fraction | undefined {
  const params = getVault(k, number);
  const pair = getClobPair(k, number);
  if (params === undefined || params.status === DEACTIVATED) return undefined;
  if (pair === undefined) return undefined;
  const perpetual = perpetualOf(k, pair);
  const position = getSubaccount(k, vaultAccount(number)).perpetualPositions.find(
    (p) => p.perpetualId === perpetual.params.id,
  );
  const open = notional(k, perpetual, position?.quantums ?? 0n);
  const quoting = quotingParamsOf(k, params);
  const market = must(marketParam(k, perpetual.params.marketId), "a perpetual has a market");
  const buffered = quoting.spreadBufferPpm + market.minPriceChangePpm;
  return withdrawalSlippage({
    leverage: fraction(open < 0n ? -open : open, equity),
    skewFactorPpm: BigInt(quoting.skewFactorPpm),
    spreadPpm: BigInt(Math.max(quoting.spreadMinPpm, buffered)),
    initialMarginPpm: BigInt(liquidityTierOf(k, perpetual).initialMarginPpm),
    totalShares: total,
    sharesToWithdraw: shares,
  });
}
