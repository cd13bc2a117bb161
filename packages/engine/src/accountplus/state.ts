import { accountplus } from "@perpetua/protocol";
import type { AuthKernel } from "../auth/index.js";
import {
  booleanCodec,
  type Item,
  numberCodec,
  protoCodec,
  type StateRegistry,
  type Store,
} from "../state/index.js";

export interface AccountplusState {
  /** Timestamp nonces by address. */
  readonly nonces: Store<accountplus.AccountState>;
  /** Key: `authenticatorKey(address, id)`. */
  readonly authenticators: Store<accountplus.AccountAuthenticator>;
  readonly nextAuthenticatorId: Item<number>;
  readonly isActive: Item<boolean>;
}

export type AccountplusKernel = AuthKernel & { readonly accountplus: AccountplusState };

export function createAccountplusState(registry: StateRegistry): AccountplusState {
  return {
    nonces: registry.store("accountplus/nonces", protoCodec(accountplus.AccountState)),
    authenticators: registry.store(
      "accountplus/authenticators",
      protoCodec(accountplus.AccountAuthenticator),
    ),
    nextAuthenticatorId: registry.item("accountplus/nextAuthenticatorId", numberCodec),
    isActive: registry.item("accountplus/isActive", booleanCodec),
  };
}

export function authenticatorKey(address: string, id: bigint): string {
  return `${address}/${id.toString().padStart(20, "0")}`;
}

export function getAuthenticator(
  k: AccountplusKernel,
  address: string,
  id: bigint,
): accountplus.AccountAuthenticator | undefined {
  return k.accountplus.authenticators.get(authenticatorKey(address, id));
}

export function isSmartAccountActive(k: AccountplusKernel): boolean {
  return k.accountplus.isActive.get() ?? true;
}
