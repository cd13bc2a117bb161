import { rewards as wire } from "@perpetua/protocol";
import { type Query, query } from "../query/index.js";
import { type RewardsKernel, rewardsParams } from "./state.js";

/** risk.md §11.1. */
export const rewardsQueries: readonly Query<RewardsKernel>[] = [
  query(
    "/dydxprotocol.rewards.Query/Params",
    wire.QueryParamsRequest,
    wire.QueryParamsResponse,
    (k) => ({ params: rewardsParams(k) }),
  ),
];
