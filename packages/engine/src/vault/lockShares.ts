import { encodeSerializableInt, vault } from "@perpetua/protocol";
import { DELAYMSG_ADDRESS } from "../auth/index.js";
import { delayMessage } from "../delaymsg/index.js";
import { isRejection, type Rejection } from "../state/index.js";
import { vaultRejection } from "./errors.js";
import type { VaultKernel } from "./state.js";
import { lockedShares } from "./withdraw.js";

/** Locks shares of an owner until a later block and schedules their release (app.md §13.8). */
export function lockShares(
  k: VaultKernel,
  owner: string,
  shares: bigint,
  untilBlock: number,
): Rejection | undefined {
  if (shares <= 0n) return vaultRejection(30);
  const owned = k.vault.ownerShares.get(owner) ?? 0n;
  if (lockedShares(k, owner) + shares > owned) return vaultRejection(23);
  const unlocks = k.vault.unlocks.get(owner) ?? [];
  k.vault.unlocks.set(owner, [...unlocks, { shares, unlockBlockHeight: untilBlock }]);
  const value = vault.MsgUnlockShares.encode({
    authority: DELAYMSG_ADDRESS,
    ownerAddress: owner,
  }).finish();
  const message = { typeUrl: "/dydxprotocol.vault.MsgUnlockShares", value };
  const scheduled = delayMessage(k, message, untilBlock - k.header.height);
  return isRejection(scheduled) ? scheduled : undefined;
}

/** Releases what is due; returns the response with the released shares. */
export function unlockShares(k: VaultKernel, owner: string): Rejection | Uint8Array {
  const unlocks = k.vault.unlocks.get(owner);
  if (unlocks === undefined) return vaultRejection(22, `owner: ${owner}`);
  const due = unlocks.filter((u) => u.unlockBlockHeight <= k.header.height);
  const left = unlocks.filter((u) => u.unlockBlockHeight > k.header.height);
  if (left.length === 0) k.vault.unlocks.delete(owner);
  else k.vault.unlocks.set(owner, left);
  const released = due.reduce((sum, u) => sum + u.shares, 0n);
  const unlockedShares = { numShares: encodeSerializableInt(released) };
  return vault.MsgUnlockSharesResponse.encode({ unlockedShares }).finish();
}
