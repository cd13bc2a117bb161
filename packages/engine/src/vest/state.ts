import { vest as wire } from "@perpetua/protocol";
import type { BankKernel } from "../bank/index.js";
import type { BlocktimeKernel } from "../blocktime/index.js";
import { protoCodec, type StateRegistry, type Store } from "../state/index.js";

export type VestEntry = Readonly<wire.VestEntry>;

export interface VestState {
  /** Key: name of the vester module account. */
  readonly entries: Store<VestEntry>;
}

export type VestKernel = BankKernel & BlocktimeKernel & { readonly vest: VestState };

export function createVestState(registry: StateRegistry): VestState {
  return { entries: registry.store("vest/entries", protoCodec(wire.VestEntry)) };
}

export function vestEntry(k: VestKernel, vesterAccount: string): VestEntry | undefined {
  return k.vest.entries.get(vesterAccount);
}
