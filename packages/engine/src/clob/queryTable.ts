import { clob } from "@perpetua/protocol";
import { must } from "../math/index.js";
import { notFound, paginate, type Query, query, uint32Key } from "../query/index.js";
import { allClobPairs, getClobPair } from "./clobPair.js";
import { fillAmount } from "./fillAmounts.js";
import { leverageEntries } from "./leverage.js";
import { orderKey, presentOrderId } from "./orderId.js";
import type { ClobKernel } from "./state.js";
import { statefulPlacement } from "./stateful/store.js";

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
    (k, { owner, number }) => ({ clobPairLeverage: leverageEntries(k, owner, number) }),
  ),
  query(
    `${SERVICE}/StatefulOrder`,
    clob.QueryStatefulOrderRequest,
    clob.QueryStatefulOrderResponse,
    (k, { orderId }) => {
      const id = presentOrderId(orderId);
      const placement = statefulPlacement(k, id);
      if (placement === undefined) return notFound();
      return {
        orderPlacement: placement,
        fillAmount: fillAmount(k, id),
        triggered: k.clob.triggered.has(orderKey(id)),
      };
    },
  ),
];
