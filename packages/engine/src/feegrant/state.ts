import { google } from "@perpetua/protocol";
import type { BankKernel } from "../bank/index.js";
import {
  type AnyMessage,
  protoCodec,
  type Rejection,
  reject,
  type StateRegistry,
  type Store,
} from "../state/index.js";

export interface FeegrantState {
  /** `granter/grantee` → the allowance. */
  readonly allowances: Store<AnyMessage>;
}

export type FeegrantKernel = BankKernel & { readonly feegrant: FeegrantState };

export function createFeegrantState(registry: StateRegistry): FeegrantState {
  return { allowances: registry.store("feegrant/allowances", protoCodec(google.Any)) };
}

export function allowanceKey(granter: string, grantee: string): string {
  return `${granter}/${grantee}`;
}

/** Texts of the Cosmos feegrant codespace. */
const TEXTS: Readonly<Record<number, string>> = {
  2: "fee limit exceeded",
  3: "fee allowance expired",
  4: "invalid duration",
  5: "no allowance",
  6: "allowed messages are empty",
  7: "message not allowed",
};

export function feegrantRejection(code: number, detail: string): Rejection {
  return reject("feegrant", code, `${detail}: ${TEXTS[code] ?? ""}`);
}
