import { cosmosAuthz } from "@perpetua/protocol";
import type { BankKernel } from "../bank/index.js";
import {
  booleanCodec,
  nsOf,
  protoCodec,
  type Rejection,
  type RouterKernel,
  reject,
  type StateRegistry,
  type Store,
  sortableUint64,
} from "../state/index.js";

export interface AuthzState {
  /** `granter/grantee/type URL without its first slash`. */
  readonly grants: Store<cosmosAuthz.Grant>;
  /** `expiration/grant key`: the grants that end, in the order in which they do. */
  readonly expiries: Store<boolean>;
}

export type AuthzKernel = BankKernel & RouterKernel & { readonly authz: AuthzState };

export function createAuthzState(registry: StateRegistry): AuthzState {
  return {
    grants: registry.store("authz/grants", protoCodec(cosmosAuthz.Grant)),
    expiries: registry.store("authz/expiries", booleanCodec),
  };
}

export function grantKey(granter: string, grantee: string, typeUrl: string): string {
  return `${granter}/${grantee}${typeUrl}`;
}

function expiryKey(grant: cosmosAuthz.Grant, key: string): string | undefined {
  if (grant.expiration === undefined) return undefined;
  return `${sortableUint64(nsOf(grant.expiration))}/${key}`;
}

/** Stores or replaces a grant. */
export function setGrant(k: AuthzKernel, key: string, grant: cosmosAuthz.Grant): void {
  removeGrant(k, key);
  k.authz.grants.set(key, grant);
  const expiry = expiryKey(grant, key);
  if (expiry !== undefined) k.authz.expiries.set(expiry, true);
}

export function removeGrant(k: AuthzKernel, key: string): void {
  const grant = k.authz.grants.get(key);
  if (grant === undefined) return;
  const expiry = expiryKey(grant, key);
  if (expiry !== undefined) k.authz.expiries.delete(expiry);
  k.authz.grants.delete(key);
}

/** Keys of grants that have ended. */
export function endedGrants(k: AuthzKernel, nowNs: bigint): string[] {
  const ended: string[] = [];
  for (const expiry of k.authz.expiries.sortedKeys()) {
    const at = expiry.indexOf("/");
    if (BigInt(expiry.slice(0, at)) > nowNs) break;
    ended.push(expiry.slice(at + 1));
  }
  return ended;
}

/** Texts of the Cosmos authz codespace. */
const TEXTS: Readonly<Record<number, string>> = {
  2: "authorization not found",
  3: "expiration time of authorization should be more than current time",
  4: "unknown authorization type",
  6: "authorization expired",
  7: "grantee and granter should be different",
  9: "authorization can be given to msg with only one signer",
  12: "max tokens should be positive",
};

export function authzRejection(code: number, detail = ""): Rejection {
  const text = TEXTS[code] ?? "";
  return reject("authz", code, detail === "" ? text : `${detail}: ${text}`);
}
