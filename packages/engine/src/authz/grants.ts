import type { cosmosAuthz } from "@perpetua/protocol";
import { ensureAccount, isValidAddress } from "../auth/index.js";
import {
  blockTimeNs,
  emit,
  isRejection,
  nsOf,
  type Rejection,
  reject,
  rfc3339Seconds,
} from "../state/index.js";
import { readAuthorization } from "./authorizations.js";
import {
  type AuthzKernel,
  authzRejection,
  endedGrants,
  grantKey,
  removeGrant,
  setGrant,
} from "./state.js";

const EMPTY = new Uint8Array();

/** Both addresses are valid and differ. */
function partiesRejection(granter: string, grantee: string): Rejection | undefined {
  if (granter.toLowerCase() === grantee.toLowerCase()) return authzRejection(7);
  if (!isValidAddress(grantee)) {
    return reject("sdk", 7, `invalid grantee address: ${grantee}: invalid address`);
  }
  if (!isValidAddress(granter)) {
    return reject("sdk", 7, `invalid granter address: ${granter}: invalid address`);
  }
  return undefined;
}

/** Typed events quote their values (traps-node.md, edge 6). */
function emitGrantEvent(
  k: AuthzKernel,
  name: string,
  granter: string,
  grantee: string,
  typeUrl: string,
): void {
  emit(k, `cosmos.authz.v1beta1.${name}`, [
    ["grantee", `"${grantee}"`],
    ["granter", `"${granter}"`],
    ["msg_type_url", `"${typeUrl}"`],
  ]);
}

/** MsgGrant: gives a permission, also for messages that Exec will never carry (app.md §1.8). */
export function grant(k: AuthzKernel, m: cosmosAuthz.MsgGrant): Rejection | Uint8Array {
  const { granter, grantee } = m;
  const parties = partiesRejection(granter, grantee);
  if (parties !== undefined) return parties;
  const any = m.grant?.authorization;
  if (any === undefined)
    return reject("sdk", 33, "authorization is nil: failed packing protobuf message to Any");
  const authorization = readAuthorization(any);
  if (isRejection(authorization)) return authorization;
  const invalid = authorization.validateBasic();
  if (invalid !== undefined) return invalid;
  ensureAccount(k, grantee);
  if (!k.isRoutable(authorization.covers)) {
    return reject("sdk", 29, `${authorization.covers} doesn't exist.: invalid type`);
  }
  const expiration = m.grant?.expiration;
  const now = blockTimeNs(k.header);
  if (expiration !== undefined && nsOf(expiration) <= now) {
    const text = `expiration must be after the current block time (${rfc3339Seconds(now)}), got ${rfc3339Seconds(nsOf(expiration))}`;
    return authzRejection(3, text);
  }
  const key = grantKey(granter, grantee, authorization.covers);
  setGrant(k, key, { authorization: any, expiration });
  emitGrantEvent(k, "EventGrant", granter, grantee, authorization.covers);
  return EMPTY;
}

/** MsgRevoke. */
export function revoke(k: AuthzKernel, m: cosmosAuthz.MsgRevoke): Rejection | Uint8Array {
  const parties = partiesRejection(m.granter, m.grantee);
  if (parties !== undefined) return parties;
  if (m.msgTypeUrl === "") {
    return reject("sdk", 18, "missing msg method name: invalid request");
  }
  return deleteGrant(k, m.granter, m.grantee, m.msgTypeUrl) ?? EMPTY;
}

export function deleteGrant(
  k: AuthzKernel,
  granter: string,
  grantee: string,
  typeUrl: string,
): Rejection | undefined {
  const key = grantKey(granter, grantee, typeUrl);
  if (!k.authz.grants.has(key)) {
    return authzRejection(2, `failed to delete grant with key ${key}`);
  }
  removeGrant(k, key);
  emitGrantEvent(k, "EventRevoke", granter, grantee, typeUrl);
  return undefined;
}

/** BeginBlock: grants end at their expiration. */
export function beginBlock(k: AuthzKernel): void {
  for (const key of endedGrants(k, blockTimeNs(k.header))) removeGrant(k, key);
}
