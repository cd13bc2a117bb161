import { encodeSerializableInt, ratelimit } from "@perpetua/protocol";
import { authorityRejection, malformedAuthorityText } from "../auth/index.js";
import {
  type GenesisJson,
  handler,
  type MessageHandler,
  nsOf,
  partsOfNs,
  type Rejection,
  reject,
} from "../state/index.js";
import { baselineMinimum, fullCapacities } from "./capacity.js";
import { type RatelimitKernel, ratelimitRejection } from "./state.js";

const EMPTY = new Uint8Array();
const MAX_PPM = 1_000_000;

function validateLimits(limits: ratelimit.LimitParams | undefined): Rejection | undefined {
  for (const limiter of limits?.limiters ?? []) {
    if (nsOf(limiter.period) <= 0n) return ratelimitRejection(1004);
    if (baselineMinimum(limiter) <= 0n) return ratelimitRejection(1005);
    const ppm = limiter.baselineTvlPpm;
    if (ppm === 0 || ppm >= MAX_PPM) return ratelimitRejection(1006, `${ppm}`);
  }
  return undefined;
}

/**
 * Replaces the limits of a denom with full capacities; no limiters remove them (app.md part 10).
 */
function setLimits(k: RatelimitKernel, limits: ratelimit.LimitParams): void {
  const { denom, limiters } = limits;
  if (limiters.length === 0) {
    k.ratelimit.limits.delete(denom);
    k.ratelimit.capacities.delete(denom);
    return;
  }
  k.ratelimit.limits.set(denom, limits);
  k.ratelimit.capacities.set(denom, fullCapacities(k, limits));
}

export const ratelimitMessages: MessageHandler<RatelimitKernel, unknown>[] = [
  handler<RatelimitKernel, ratelimit.MsgSetLimitParams>({
    typeUrl: "/dydxprotocol.ratelimit.MsgSetLimitParams",
    codec: ratelimit.MsgSetLimitParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) => {
      const text = malformedAuthorityText(m.authority);
      if (text !== undefined) return reject("ratelimit", 1001, text);
      return validateLimits(m.limitParams);
    },
    handle: (k, m) => {
      const refused = authorityRejection(m.authority) ?? validateLimits(m.limitParams);
      if (refused !== undefined) return refused;
      setLimits(k, m.limitParams ?? { denom: "", limiters: [] });
      return EMPTY;
    },
  }),
];

/** Reads `app_state.ratelimit`. */
export function initGenesis(k: RatelimitKernel, json: GenesisJson): void {
  for (const limit of json.at("limit_params_list").list()) {
    const limiters = limit
      .at("limiters")
      .list()
      .map((limiter) => ({
        period: partsOfNs(limiter.at("period").durationNs()),
        baselineMinimum: encodeSerializableInt(limiter.at("baseline_minimum").bigint()),
        baselineTvlPpm: limiter.at("baseline_tvl_ppm").number(),
      }));
    setLimits(k, { denom: limit.at("denom").string(), limiters });
  }
}
