import { cosmosFeegrant } from "@perpetua/protocol";
import { ensureAccount, isValidAddress } from "../auth/index.js";
import type { Coin } from "../bank/index.js";
import {
  blockTimeNs,
  emit,
  handler,
  isRejection,
  type MessageHandler,
  type Rejection,
  reject,
} from "../state/index.js";
import { allowanceRejection, expirationNs, spend } from "./allowances.js";
import { allowanceKey, type FeegrantKernel } from "./state.js";

const EMPTY = new Uint8Array();
const PACKAGE = "/cosmos.feegrant.v1beta1";

interface Parties {
  readonly granter: string;
  readonly grantee: string;
}

function partiesRejection({ granter, grantee }: Parties, same: string): Rejection | undefined {
  if (granter.toLowerCase() === grantee.toLowerCase()) {
    return reject("sdk", 7, `${same}: invalid address`);
  }
  const bad = [granter, grantee].find((address) => !isValidAddress(address));
  return bad === undefined ? undefined : reject("sdk", 7, `${bad}: invalid address`);
}

function emitEvent(k: FeegrantKernel, type: string, { granter, grantee }: Parties): void {
  emit(k, type, [
    ["granter", granter],
    ["grantee", grantee],
  ]);
}

function grant(k: FeegrantKernel, m: cosmosFeegrant.MsgGrantAllowance): Rejection | Uint8Array {
  const parties = partiesRejection(m, "cannot self-grant fee authorization");
  if (parties !== undefined) return parties;
  const key = allowanceKey(m.granter, m.grantee);
  if (k.feegrant.allowances.has(key)) {
    return reject("sdk", 18, "fee allowance already exists: invalid request");
  }
  const { allowance } = m;
  if (allowance === undefined) return reject("feegrant", 5, "no allowance");
  const invalid = allowanceRejection(allowance);
  if (invalid !== undefined) return invalid;
  const end = expirationNs(allowance);
  if (end !== undefined && end < blockTimeNs(k.header)) {
    return reject("sdk", 18, "expiration is before current block time: invalid request");
  }
  ensureAccount(k, m.grantee);
  k.feegrant.allowances.set(key, allowance);
  emitEvent(k, "set_feegrant", m);
  return EMPTY;
}

function revoke(k: FeegrantKernel, m: cosmosFeegrant.MsgRevokeAllowance): Rejection | Uint8Array {
  const parties = partiesRejection(m, "addresses must be different");
  if (parties !== undefined) return parties;
  const key = allowanceKey(m.granter, m.grantee);
  if (!k.feegrant.allowances.has(key)) return notFound();
  k.feegrant.allowances.delete(key);
  emitEvent(k, "revoke_feegrant", m);
  return EMPTY;
}

function notFound(): Rejection {
  return reject("sdk", 38, "fee-grant not found: not found");
}

/** Lets `granter` pay the fee of a transaction of `grantee`; the caller moves the coins. */
export function useAllowance(
  k: FeegrantKernel,
  parties: Parties,
  fee: readonly Coin[],
  typeUrls: readonly string[],
): Rejection | undefined {
  const key = allowanceKey(parties.granter, parties.grantee);
  const allowance = k.feegrant.allowances.get(key);
  if (allowance === undefined) return notFound();
  const left = spend(allowance, { fee, nowNs: blockTimeNs(k.header), typeUrls });
  if (isRejection(left)) return left;
  if (left.allowance === undefined) {
    k.feegrant.allowances.delete(key);
    emitEvent(k, "revoke_feegrant", parties);
  } else k.feegrant.allowances.set(key, left.allowance);
  emitEvent(k, "use_feegrant", parties);
  return undefined;
}

/** EndBlock: allowances end at their expiration. PERF: looks at every allowance; there are few. */
export function endBlock(k: FeegrantKernel): void {
  const now = blockTimeNs(k.header);
  for (const [key, allowance] of [...k.feegrant.allowances.entries()]) {
    const end = expirationNs(allowance);
    if (end !== undefined && end <= now) k.feegrant.allowances.delete(key);
  }
}

export const feegrantMessages: MessageHandler<FeegrantKernel, unknown>[] = [
  handler<FeegrantKernel, cosmosFeegrant.MsgGrantAllowance>({
    typeUrl: `${PACKAGE}.MsgGrantAllowance`,
    codec: cosmosFeegrant.MsgGrantAllowance,
    category: "normal",
    signers: (m) => [m.granter],
    validateBasic: () => undefined,
    handle: grant,
  }),
  handler<FeegrantKernel, cosmosFeegrant.MsgRevokeAllowance>({
    typeUrl: `${PACKAGE}.MsgRevokeAllowance`,
    codec: cosmosFeegrant.MsgRevokeAllowance,
    category: "normal",
    signers: (m) => [m.granter],
    validateBasic: () => undefined,
    handle: revoke,
  }),
];
