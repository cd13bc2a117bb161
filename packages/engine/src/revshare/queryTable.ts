import { revshare as wire } from "@perpetua/protocol";
import { type Query, query } from "../query/index.js";
import { revshareRejection } from "./errors.js";
import { queryMarketDetails, queryOrderRouter, queryUnconditional } from "./queries.js";
import { marketMapperParams, type RevshareKernel } from "./state.js";

const SERVICE = "/dydxprotocol.revshare.Query";

/** risk.md §9.8. */
export const revshareQueries: readonly Query<RevshareKernel>[] = [
  query(
    `${SERVICE}/MarketMapperRevenueShareParams`,
    wire.QueryMarketMapperRevenueShareParams,
    wire.QueryMarketMapperRevenueShareParamsResponse,
    (k) => ({ params: marketMapperParams(k) }),
  ),
  query(
    `${SERVICE}/MarketMapperRevShareDetails`,
    wire.QueryMarketMapperRevShareDetails,
    wire.QueryMarketMapperRevShareDetailsResponse,
    (k, { marketId }) => {
      const details = queryMarketDetails(k, marketId);
      return details === undefined ? revshareRejection(3, `marketId: ${marketId}`) : { details };
    },
  ),
  query(
    `${SERVICE}/UnconditionalRevShareConfig`,
    wire.QueryUnconditionalRevShareConfig,
    wire.QueryUnconditionalRevShareConfigResponse,
    (k) => ({ config: queryUnconditional(k) }),
  ),
  query(
    `${SERVICE}/OrderRouterRevShare`,
    wire.QueryOrderRouterRevShare,
    wire.QueryOrderRouterRevShareResponse,
    (k, { address }) => {
      const orderRouterRevShare = queryOrderRouter(k, address);
      return orderRouterRevShare === undefined
        ? revshareRejection(8, address)
        : { orderRouterRevShare };
    },
  ),
];
