import { cosmosBank } from "@perpetua/protocol";
import type { AuthKernel } from "../auth/index.js";
import {
  bigintCodec,
  booleanCodec,
  type Item,
  protoCodec,
  type StateRegistry,
  type Store,
} from "../state/index.js";

export interface BankState {
  /** Key: `balanceKey(address, denom)`; absent = 0. */
  readonly balances: Store<bigint>;
  readonly supply: Store<bigint>;
  readonly sendEnabled: Store<boolean>;
  readonly defaultSendEnabled: Item<boolean>;
  /** By base denom. */
  readonly metadata: Store<cosmosBank.Metadata>;
}

export type BankKernel = AuthKernel & { readonly bank: BankState };

export function createBankState(registry: StateRegistry): BankState {
  return {
    balances: registry.store("bank/balances", bigintCodec),
    supply: registry.store("bank/supply", bigintCodec),
    sendEnabled: registry.store("bank/sendEnabled", booleanCodec),
    defaultSendEnabled: registry.item("bank/defaultSendEnabled", booleanCodec),
    metadata: registry.store("bank/metadata", protoCodec(cosmosBank.Metadata)),
  };
}

/** USDC: the collateral, 6 decimals (app.md §1.1). */
export const USDC_DENOM = "ibc/8E27BA2D5493AF5636760E354E46004562C46AB7EC0CC4C1CA14E9E20E2545B5";
/** The native coin of test and local networks, 18 decimals. */
export const NATIVE_DENOM = "adv4tnt";

export interface Coin {
  readonly denom: string;
  readonly amount: bigint;
}

/** Cosmos's text form: `5adv4tnt`, several joined by commas in denom order. */
export function coinsText(coins: readonly Coin[]): string {
  return coins
    .filter((c) => c.amount !== 0n)
    .map((c) => `${c.amount}${c.denom}`)
    .join(",");
}
