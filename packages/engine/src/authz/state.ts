import { cosmosAuthz } from "@perpetua/protocol";
import type { BankKernel } from "../bank/index.js";
import {
  protoCodec,
  type Rejection,
  type RouterKernel,
  reject,
  type StateRegistry,
  type Store,
} from "../state/index.js";

export interface AuthzState {
  /** `granter/grantee/type URL without its first slash`. */
  readonly grants: Store<cosmosAuthz.Grant>;
}

export type AuthzKernel = BankKernel & RouterKernel & { readonly authz: AuthzState };

export function createAuthzState(registry: StateRegistry): AuthzState {
  return { grants: registry.store("authz/grants", protoCodec(cosmosAuthz.Grant)) };
}

export function grantKey(granter: string, grantee: string, typeUrl: string): string {
  return `${granter}/${grantee}${typeUrl}`;
}

/** Texts of the Cosmos authz codespace. */
const TEXTS: Readonly<Record<number, string>> = {
  2: "authorization not found",
  3: "expiration time of authorization should be more than current time",
  6: "authorization expired",
  7: "grantee and granter should be different",
  9: "authorization can be given to msg with only one signer",
};

export function authzRejection(code: number, detail = ""): Rejection {
  const text = TEXTS[code] ?? "";
  return reject("authz", code, detail === "" ? text : `${detail}: ${text}`);
}
