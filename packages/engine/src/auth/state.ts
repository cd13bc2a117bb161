import {
  booleanCodec,
  type Item,
  type Kernel,
  numberCodec,
  recordCodec,
  type StateRegistry,
  type Store,
} from "../state/index.js";

/** A Cosmos account. */
export interface Account {
  readonly address: string;
  readonly accountNumber: number;
  readonly sequence: number;
  /** Compressed secp256k1 key (33 bytes), known after the first transaction. */
  readonly pubKey?: Uint8Array;
  /** Set for module accounts only. */
  readonly module?: { readonly name: string; readonly permissions: readonly string[] };
}

export interface AuthParams {
  readonly maxMemoCharacters: number;
  readonly txSigLimit: number;
  readonly txSizeCostPerByte: number;
  readonly sigVerifyCostSecp256k1: number;
}

export interface AuthState {
  readonly accounts: Store<Account>;
  readonly nextAccountNumber: Item<number>;
  readonly params: Item<AuthParams>;
  /** Present once genesis ran: guards against running it twice. */
  readonly initialised: Item<boolean>;
}

export type AuthKernel = Kernel & { readonly auth: AuthState };

export function createAuthState(registry: StateRegistry): AuthState {
  return {
    accounts: registry.store("auth/accounts", recordCodec<Account>()),
    nextAccountNumber: registry.item("auth/nextAccountNumber", numberCodec),
    params: registry.item("auth/params", recordCodec<AuthParams>()),
    initialised: registry.item("auth/initialised", booleanCodec),
  };
}
