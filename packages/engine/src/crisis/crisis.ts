import { cosmosCrisis } from "@perpetua/protocol";
import { authorityRejection } from "../auth/index.js";
import { type Coin, NATIVE_DENOM, parseCoins } from "../bank/index.js";
import {
  type GenesisJson,
  handler,
  type Item,
  isRejection,
  type Kernel,
  type MessageHandler,
  recordCodec,
  reject,
  type StateRegistry,
} from "../state/index.js";

export interface CrisisState {
  readonly constantFee: Item<Coin>;
}

export type CrisisKernel = Kernel & { readonly crisis: CrisisState };

export function createCrisisState(registry: StateRegistry): CrisisState {
  return { constantFee: registry.item("crisis/constantFee", recordCodec<Coin>()) };
}

/** Reads `app_state.crisis`. */
export function initGenesis(k: CrisisKernel, json: GenesisJson): void {
  const fee = json.at("constant_fee");
  const denom = fee.at("denom").string(NATIVE_DENOM);
  k.crisis.constantFee.set({ denom, amount: fee.at("amount").bigint(1000n) });
}

const EMPTY = new Uint8Array();

/** Verifying invariants by message is never accepted (app.md §1.8). */
export const crisisMessages: MessageHandler<CrisisKernel, unknown>[] = [
  handler<CrisisKernel, cosmosCrisis.MsgVerifyInvariant>({
    typeUrl: "/cosmos.crisis.v1beta1.MsgVerifyInvariant",
    codec: cosmosCrisis.MsgVerifyInvariant,
    category: "unsupported",
    signers: (m) => [m.sender],
    validateBasic: () => undefined,
    handle: () => reject("sdk", 18, "unsupported msg: invalid request"),
  }),
  handler<CrisisKernel, cosmosCrisis.MsgUpdateParams>({
    typeUrl: "/cosmos.crisis.v1beta1.MsgUpdateParams",
    codec: cosmosCrisis.MsgUpdateParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) => {
      const refused = authorityRejection(m.authority);
      if (refused !== undefined) return refused;
      const fee = parseCoins(m.constantFee === undefined ? [] : [m.constantFee]);
      if (isRejection(fee)) return fee;
      const [only] = fee;
      if (only === undefined) return reject("sdk", 10, "invalid constant fee: invalid coins");
      k.crisis.constantFee.set(only);
      return EMPTY;
    },
  }),
];
