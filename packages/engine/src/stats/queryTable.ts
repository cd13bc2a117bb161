import { stats as wire } from "@perpetua/protocol";
import { type Query, query } from "../query/index.js";
import {
  queryEpochStats,
  queryGlobalStats,
  queryMetadata,
  queryParams,
  queryUserStats,
} from "./queries.js";
import type { StatsKernel } from "./state.js";

const SERVICE = "/dydxprotocol.stats.Query";

/** risk.md §7. */
export const statsQueries: readonly Query<StatsKernel>[] = [
  query(`${SERVICE}/Params`, wire.QueryParamsRequest, wire.QueryParamsResponse, (k) => ({
    params: queryParams(k),
  })),
  query(
    `${SERVICE}/StatsMetadata`,
    wire.QueryStatsMetadataRequest,
    wire.QueryStatsMetadataResponse,
    (k) => ({ metadata: queryMetadata(k) }),
  ),
  query(
    `${SERVICE}/GlobalStats`,
    wire.QueryGlobalStatsRequest,
    wire.QueryGlobalStatsResponse,
    (k) => ({ stats: queryGlobalStats(k) }),
  ),
  query(
    `${SERVICE}/UserStats`,
    wire.QueryUserStatsRequest,
    wire.QueryUserStatsResponse,
    (k, { user }) => ({ stats: queryUserStats(k, user) }),
  ),
  query(
    `${SERVICE}/EpochStats`,
    wire.QueryEpochStatsRequest,
    wire.QueryEpochStatsResponse,
    (k, { epoch }) => ({ stats: queryEpochStats(k, epoch) }),
  ),
];
