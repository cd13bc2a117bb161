import { rewards as wire } from "@perpetua/protocol";
import { authorityRejection, isValidAddress } from "../auth/index.js";
import { assert } from "../math/index.js";
import {
  type GenesisJson,
  handler,
  type MessageHandler,
  type Rejection,
  reject,
} from "../state/index.js";
import type { RewardsKernel, RewardsParams } from "./state.js";

const EMPTY = new Uint8Array();
const MAX_PPM = 1_000_000;
const DENOM = /^[a-zA-Z][a-zA-Z0-9/:._-]{2,127}$/;

/** Rules of the parameters (risk.md §11.1). */
export function validateParams(params: RewardsParams): Rejection | undefined {
  if (params.treasuryAccount === "") {
    return reject(
      "rewards",
      1001,
      "treasury account cannot have empty name: invalid treasury account",
    );
  }
  if (params.feeMultiplierPpm > MAX_PPM) {
    return reject("rewards", 1002, `${params.feeMultiplierPpm}: invalid FeeMultiplierPpm`);
  }
  if (!DENOM.test(params.denom)) return reject("undefined", 1, `invalid denom: ${params.denom}`);
  return undefined;
}

function validate(msg: wire.MsgUpdateParams): Rejection | undefined {
  if (!isValidAddress(msg.authority)) {
    const text = `authority '${msg.authority}' must be a valid bech32 address`;
    return reject("rewards", 1003, `${text}: Authority is invalid`);
  }
  return validateParams(msg.params ?? wire.Params.fromPartial({}));
}

export const rewardsMessages: MessageHandler<RewardsKernel, unknown>[] = [
  handler<RewardsKernel, wire.MsgUpdateParams>({
    typeUrl: "/dydxprotocol.rewards.MsgUpdateParams",
    codec: wire.MsgUpdateParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: validate,
    handle: (k, m) => {
      const refused = authorityRejection(m.authority) ?? validate(m);
      if (refused !== undefined) return refused;
      k.rewards.params.set(m.params ?? wire.Params.fromPartial({}));
      return EMPTY;
    },
  }),
];

/** Reads `app_state.rewards`. */
export function initGenesis(k: RewardsKernel, json: GenesisJson): void {
  const p = json.at("params");
  const params: wire.Params = {
    treasuryAccount: p.at("treasury_account").string(),
    denom: p.at("denom").string(),
    denomExponent: p.at("denom_exponent").number(),
    marketId: p.at("market_id").number(),
    feeMultiplierPpm: p.at("fee_multiplier_ppm").number(),
  };
  const invalid = validateParams(params);
  assert(invalid === undefined, `rewards.params: ${invalid?.log}`);
  k.rewards.params.set(params);
}
