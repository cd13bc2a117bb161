import { stats as wire } from "@perpetua/protocol";
import { authorityRejection, isValidAddress } from "../auth/index.js";
import { assert } from "../math/index.js";
import {
  type GenesisJson,
  handler,
  type MessageHandler,
  type Rejection,
  reject,
} from "../state/index.js";
import type { StatsKernel } from "./state.js";

const EMPTY = new Uint8Array();

function windowNsOf(params: wire.Params | undefined): bigint {
  const d = params?.windowDuration;
  return d === undefined ? 0n : d.seconds * 1_000_000_000n + BigInt(d.nanos);
}

function validate(msg: wire.MsgUpdateParams): Rejection | undefined {
  if (!isValidAddress(msg.authority)) {
    const text = `authority '${msg.authority}' must be a valid bech32 address`;
    return reject("stats", 401, `${text}: Authority is invalid`);
  }
  return windowNsOf(msg.params) > 0n ? undefined : reject("stats", 400, "Duration is nonpositive");
}

export const statsMessages: MessageHandler<StatsKernel, unknown>[] = [
  handler<StatsKernel, wire.MsgUpdateParams>({
    typeUrl: "/dydxprotocol.stats.MsgUpdateParams",
    codec: wire.MsgUpdateParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: validate,
    handle: (k, m) => {
      const refused = authorityRejection(m.authority) ?? validate(m);
      if (refused !== undefined) return refused;
      k.stats.windowNs.set(windowNsOf(m.params));
      return EMPTY;
    },
  }),
];

/** Reads `app_state.stats`: only the window is in genesis. */
export function initGenesis(k: StatsKernel, json: GenesisJson): void {
  const windowNs = json.at("params").at("window_duration").durationNs();
  assert(windowNs > 0n, "stats.params.window_duration must be positive");
  k.stats.windowNs.set(windowNs);
}
