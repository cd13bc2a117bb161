import { encodeSerializableInt, ratelimit as wire } from "@perpetua/protocol";
import { type Query, query } from "../query/index.js";
import type { RatelimitKernel } from "./state.js";

const SERVICE = "/dydxprotocol.ratelimit.Query";

/** app.md part 10. */
export const ratelimitQueries: readonly Query<RatelimitKernel>[] = [
  query(
    `${SERVICE}/ListLimitParams`,
    wire.ListLimitParamsRequest,
    wire.ListLimitParamsResponse,
    (k) => ({ limitParamsList: [...k.ratelimit.limits.entries()].map(([, limits]) => limits) }),
  ),
  query(
    `${SERVICE}/CapacityByDenom`,
    wire.QueryCapacityByDenomRequest,
    wire.QueryCapacityByDenomResponse,
    (k, { denom }) => {
      const limiters = k.ratelimit.limits.get(denom)?.limiters ?? [];
      const capacities = k.ratelimit.capacities.get(denom) ?? [];
      return {
        limiterCapacityList: limiters.map((limiter, i) => ({
          limiter,
          capacity: encodeSerializableInt(capacities[i] ?? 0n),
        })),
      };
    },
  ),
  query(
    `${SERVICE}/AllPendingSendPackets`,
    wire.QueryAllPendingSendPacketsRequest,
    wire.QueryAllPendingSendPacketsResponse,
    (k) => ({
      pendingSendPackets: k.ratelimit.pending.sortedKeys().map((key) => {
        const at = key.lastIndexOf("_");
        return { channelId: key.slice(0, at), sequence: BigInt(key.slice(at + 1)) };
      }),
    }),
  ),
];
