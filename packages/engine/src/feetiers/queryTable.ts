import { feetiers as wire } from "@perpetua/protocol";
import { isValidAddress } from "../auth/index.js";
import { invalidArgument, notFound, type Query, query } from "../query/index.js";
import {
  queryAllMarketDiscounts,
  queryFeeParams,
  queryMarketDiscount,
  queryStakingTiers,
  queryUserFeeTier,
  queryUserStakingTier,
} from "./queries.js";
import type { FeetiersKernel } from "./state.js";

const SERVICE = "/dydxprotocol.feetiers.Query";
const BAD_ADDRESS = "invalid bech32 address";

/** risk.md §6.7. */
export const feetiersQueries: readonly Query<FeetiersKernel>[] = [
  query(
    `${SERVICE}/PerpetualFeeParams`,
    wire.QueryPerpetualFeeParamsRequest,
    wire.QueryPerpetualFeeParamsResponse,
    (k) => ({ params: queryFeeParams(k) }),
  ),
  query(
    `${SERVICE}/UserFeeTier`,
    wire.QueryUserFeeTierRequest,
    wire.QueryUserFeeTierResponse,
    (k, { user }) =>
      isValidAddress(user) ? queryUserFeeTier(k, user) : invalidArgument(BAD_ADDRESS),
  ),
  query(
    `${SERVICE}/PerMarketFeeDiscountParams`,
    wire.QueryPerMarketFeeDiscountParamsRequest,
    wire.QueryPerMarketFeeDiscountParamsResponse,
    (k, { clobPairId }) => {
      const params = queryMarketDiscount(k, clobPairId);
      return params === undefined ? notFound() : { params };
    },
  ),
  query(
    `${SERVICE}/AllMarketFeeDiscountParams`,
    wire.QueryAllMarketFeeDiscountParamsRequest,
    wire.QueryAllMarketFeeDiscountParamsResponse,
    (k) => ({ params: queryAllMarketDiscounts(k) }),
  ),
  query(
    `${SERVICE}/StakingTiers`,
    wire.QueryStakingTiersRequest,
    wire.QueryStakingTiersResponse,
    (k) => ({ stakingTiers: queryStakingTiers(k) }),
  ),
  query(
    `${SERVICE}/UserStakingTier`,
    wire.QueryUserStakingTierRequest,
    wire.QueryUserStakingTierResponse,
    (k, { address }) =>
      isValidAddress(address) ? queryUserStakingTier(k, address) : invalidArgument(BAD_ADDRESS),
  ),
];
