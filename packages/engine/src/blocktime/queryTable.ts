import { blocktime as wire } from "@perpetua/protocol";
import { type Query, query } from "../query/index.js";
import { partsOfNs } from "../state/index.js";
import { previousBlock } from "./hooks.js";
import type { BlockInfo, BlocktimeKernel } from "./state.js";

const SERVICE = "/dydxprotocol.blocktime.Query";

function wireBlockInfo({ height, seconds, nanos }: BlockInfo): wire.BlockInfo {
  return { height, timestamp: { seconds: BigInt(seconds), nanos } };
}

/** app.md part 7. */
export const blocktimeQueries: readonly Query<BlocktimeKernel>[] = [
  query(
    `${SERVICE}/DowntimeParams`,
    wire.QueryDowntimeParamsRequest,
    wire.QueryDowntimeParamsResponse,
    (k) => ({ params: { durations: (k.blocktime.durationsNs.get() ?? []).map(partsOfNs) } }),
  ),
  query(
    `${SERVICE}/PreviousBlockInfo`,
    wire.QueryPreviousBlockInfoRequest,
    wire.QueryPreviousBlockInfoResponse,
    (k) => ({ info: wireBlockInfo(previousBlock(k)) }),
  ),
  query(
    `${SERVICE}/AllDowntimeInfo`,
    wire.QueryAllDowntimeInfoRequest,
    wire.QueryAllDowntimeInfoResponse,
    (k) => ({
      info: {
        infos: (k.blocktime.downtimes.get() ?? []).map(({ durationNs, block }) => ({
          duration: partsOfNs(durationNs),
          blockInfo: wireBlockInfo(block),
        })),
      },
    }),
  ),
  query(
    `${SERVICE}/SynchronyParams`,
    wire.QuerySynchronyParamsRequest,
    wire.QuerySynchronyParamsResponse,
    (k) => ({
      params: { nextBlockDelay: partsOfNs(k.blocktime.nextBlockDelayNs.get() ?? 0n) },
    }),
  ),
];
