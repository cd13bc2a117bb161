import { perpetuals as wire } from "@perpetua/protocol";
import { isFailure, notFound, paginate, type Query, query, uint32Key } from "../query/index.js";
import {
  queryAllPerpetuals,
  queryLiquidityTiers,
  queryNextPerpetualId,
  queryPerpetual,
  queryPremiumSamples,
  queryPremiumVotes,
} from "./queries.js";
import { getParams, type PerpetualsKernel } from "./state.js";

const SERVICE = "/dydxprotocol.perpetuals.Query";

/** risk.md §3.11. */
export const perpetualsQueries: readonly Query<PerpetualsKernel>[] = [
  query(
    `${SERVICE}/Perpetual`,
    wire.QueryPerpetualRequest,
    wire.QueryPerpetualResponse,
    (k, { id }) => {
      const perpetual = queryPerpetual(k, id);
      return perpetual === undefined ? notFound() : { perpetual };
    },
  ),
  query(
    `${SERVICE}/AllPerpetuals`,
    wire.QueryAllPerpetualsRequest,
    wire.QueryAllPerpetualsResponse,
    (k, { pagination }) => {
      const all = queryAllPerpetuals(k);
      const page = paginate(all, (p) => uint32Key(p.params?.id ?? 0), pagination);
      return isFailure(page) ? page : { perpetual: page.items, pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/AllLiquidityTiers`,
    wire.QueryAllLiquidityTiersRequest,
    wire.QueryAllLiquidityTiersResponse,
    (k, { pagination }) => {
      const page = paginate(queryLiquidityTiers(k), (t) => uint32Key(t.id), pagination);
      return isFailure(page) ? page : { liquidityTiers: page.items, pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/PremiumVotes`,
    wire.QueryPremiumVotesRequest,
    wire.QueryPremiumVotesResponse,
    (k) => ({ premiumVotes: queryPremiumVotes(k) }),
  ),
  query(
    `${SERVICE}/PremiumSamples`,
    wire.QueryPremiumSamplesRequest,
    wire.QueryPremiumSamplesResponse,
    (k) => ({ premiumSamples: queryPremiumSamples(k) }),
  ),
  query(`${SERVICE}/Params`, wire.QueryParamsRequest, wire.QueryParamsResponse, (k) => ({
    params: getParams(k),
  })),
  query(
    `${SERVICE}/NextPerpetualId`,
    wire.QueryNextPerpetualIdRequest,
    wire.QueryNextPerpetualIdResponse,
    (k) => ({ nextPerpetualId: queryNextPerpetualId(k) }),
  ),
];
