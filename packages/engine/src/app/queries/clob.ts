import { clob } from "@perpetua/protocol";
import { allClobPairs, type ClobKernel, getClobPair } from "../../clob/index.js";
import { must } from "../../math/index.js";
import { notFound, paginate, type Query, query, uint32Key } from "../../query/index.js";
import { leverageOf } from "../../subaccounts/index.js";

const SERVICE = "/dydxprotocol.clob.Query";
const AT_GENESIS = "configurations are set at genesis";

/** clob.md §11. */
export const clobQueries: readonly Query<ClobKernel>[] = [
  query(
    `${SERVICE}/ClobPair`,
    clob.QueryGetClobPairRequest,
    clob.QueryClobPairResponse,
    (k, { id }) => {
      const clobPair = getClobPair(k, id);
      return clobPair === undefined ? notFound() : { clobPair };
    },
  ),
  query(
    `${SERVICE}/ClobPairAll`,
    clob.QueryAllClobPairRequest,
    clob.QueryClobPairAllResponse,
    (k, q) => {
      const page = paginate(allClobPairs(k), (p) => uint32Key(p.id), q.pagination);
      if ("failureCode" in page) return page;
      return { clobPair: page.items, pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/EquityTierLimitConfiguration`,
    clob.QueryEquityTierLimitConfigurationRequest,
    clob.QueryEquityTierLimitConfigurationResponse,
    (k) => ({ equityTierLimitConfig: must(k.clob.equityTiers.get(), AT_GENESIS) }),
  ),
  query(
    `${SERVICE}/BlockRateLimitConfiguration`,
    clob.QueryBlockRateLimitConfigurationRequest,
    clob.QueryBlockRateLimitConfigurationResponse,
    (k) => ({ blockRateLimitConfig: must(k.clob.rateLimits.get(), AT_GENESIS) }),
  ),
  query(
    `${SERVICE}/LiquidationsConfiguration`,
    clob.QueryLiquidationsConfigurationRequest,
    clob.QueryLiquidationsConfigurationResponse,
    (k) => ({ liquidationsConfig: must(k.clob.liquidationsConfig.get(), AT_GENESIS) }),
  ),
  query(
    `${SERVICE}/NextClobPairId`,
    clob.QueryNextClobPairIdRequest,
    clob.QueryNextClobPairIdResponse,
    (k) => ({ nextClobPairId: k.clob.nextClobPairId.get() ?? 0 }),
  ),
  query(
    `${SERVICE}/Leverage`,
    clob.QueryLeverageRequest,
    clob.QueryLeverageResponse,
    (k, { owner, number }) => ({
      clobPairLeverage: leverageOf(k, { owner, number }).map((entry) => ({
        clobPairId: entry.perpetualId,
        customImfPpm: entry.customImfPpm,
      })),
    }),
  ),
];
