import {
  assets,
  clob,
  epochs,
  feetiers,
  perpetuals,
  prices,
  stats,
  subaccounts,
} from "@perpetua/protocol";
import { assetOf } from "../../assets/index.js";
import { allClobPairs, getClobPair } from "../../clob/index.js";
import {
  queryAllMarketDiscounts,
  queryFeeParams,
  queryStakingTiers,
  queryUserFeeTier,
  queryUserStakingTier,
} from "../../feetiers/index.js";
import { must } from "../../math/index.js";
import {
  getParams,
  queryAllPerpetuals,
  queryLiquidityTiers,
  queryNextPerpetualId,
  queryPerpetual,
  queryPremiumSamples,
  queryPremiumVotes,
} from "../../perpetuals/index.js";
import { marketIds, marketParam, marketPrice } from "../../prices/index.js";
import {
  queryGlobalStats,
  queryStatsMetadata,
  queryStatsParams,
  queryUserStats,
} from "../../stats/index.js";
import {
  leverageOf,
  queryAllSubaccounts,
  queryBlockedInfo,
  queryCollateralPool,
  querySubaccount,
} from "../../subaccounts/index.js";
import { NOT_FOUND, paginate, query } from "./define.js";

const CLOB = "/dydxprotocol.clob.Query";
const PERPETUALS = "/dydxprotocol.perpetuals.Query";
const PRICES = "/dydxprotocol.prices.Query";
const SUBACCOUNTS = "/dydxprotocol.subaccounts.Query";
const FEETIERS = "/dydxprotocol.feetiers.Query";
const STATS = "/dydxprotocol.stats.Query";

export const tradingQueries = [
  query(`${CLOB}/ClobPair`, clob.QueryGetClobPairRequest, clob.QueryClobPairResponse, (k, q) => {
    const clobPair = getClobPair(k, q.id);
    return clobPair === undefined ? NOT_FOUND : { clobPair };
  }),
  query(
    `${CLOB}/ClobPairAll`,
    clob.QueryAllClobPairRequest,
    clob.QueryClobPairAllResponse,
    (k, q) => {
      const { items, pagination } = paginate(allClobPairs(k), q.pagination);
      return { clobPair: items, pagination };
    },
  ),
  query(
    `${CLOB}/EquityTierLimitConfiguration`,
    clob.QueryEquityTierLimitConfigurationRequest,
    clob.QueryEquityTierLimitConfigurationResponse,
    (k) => ({ equityTierLimitConfig: must(k.clob.equityTiers.get(), "set at genesis") }),
  ),
  query(
    `${CLOB}/BlockRateLimitConfiguration`,
    clob.QueryBlockRateLimitConfigurationRequest,
    clob.QueryBlockRateLimitConfigurationResponse,
    (k) => ({ blockRateLimitConfig: must(k.clob.rateLimits.get(), "set at genesis") }),
  ),
  query(
    `${CLOB}/LiquidationsConfiguration`,
    clob.QueryLiquidationsConfigurationRequest,
    clob.QueryLiquidationsConfigurationResponse,
    (k) => ({ liquidationsConfig: must(k.clob.liquidationsConfig.get(), "set at genesis") }),
  ),
  query(
    `${CLOB}/NextClobPairId`,
    clob.QueryNextClobPairIdRequest,
    clob.QueryNextClobPairIdResponse,
    (k) => ({
      nextClobPairId: k.clob.nextClobPairId.get() ?? 0,
    }),
  ),
  query(`${CLOB}/Leverage`, clob.QueryLeverageRequest, clob.QueryLeverageResponse, (k, q) => ({
    clobPairLeverage: leverageOf(k, { owner: q.owner, number: q.number }).map((entry) => ({
      clobPairId: entry.perpetualId,
      customImfPpm: entry.customImfPpm,
    })),
  })),
  query(
    `${PERPETUALS}/Perpetual`,
    perpetuals.QueryPerpetualRequest,
    perpetuals.QueryPerpetualResponse,
    (k, q) => {
      const perpetual = queryPerpetual(k, q.id);
      return perpetual === undefined ? NOT_FOUND : { perpetual };
    },
  ),
  query(
    `${PERPETUALS}/AllPerpetuals`,
    perpetuals.QueryAllPerpetualsRequest,
    perpetuals.QueryAllPerpetualsResponse,
    (k, q) => {
      const { items, pagination } = paginate(queryAllPerpetuals(k), q.pagination);
      return { perpetual: items, pagination };
    },
  ),
  query(
    `${PERPETUALS}/AllLiquidityTiers`,
    perpetuals.QueryAllLiquidityTiersRequest,
    perpetuals.QueryAllLiquidityTiersResponse,
    (k, q) => {
      const { items, pagination } = paginate(queryLiquidityTiers(k), q.pagination);
      return { liquidityTiers: items, pagination };
    },
  ),
  query(
    `${PERPETUALS}/PremiumVotes`,
    perpetuals.QueryPremiumVotesRequest,
    perpetuals.QueryPremiumVotesResponse,
    (k) => ({
      premiumVotes: queryPremiumVotes(k),
    }),
  ),
  query(
    `${PERPETUALS}/PremiumSamples`,
    perpetuals.QueryPremiumSamplesRequest,
    perpetuals.QueryPremiumSamplesResponse,
    (k) => ({
      premiumSamples: queryPremiumSamples(k),
    }),
  ),
  query(
    `${PERPETUALS}/Params`,
    perpetuals.QueryParamsRequest,
    perpetuals.QueryParamsResponse,
    (k) => ({ params: getParams(k) }),
  ),
  query(
    `${PERPETUALS}/NextPerpetualId`,
    perpetuals.QueryNextPerpetualIdRequest,
    perpetuals.QueryNextPerpetualIdResponse,
    (k) => ({
      nextPerpetualId: queryNextPerpetualId(k),
    }),
  ),
  query(
    `${PRICES}/MarketPrice`,
    prices.QueryMarketPriceRequest,
    prices.QueryMarketPriceResponse,
    (k, q) => {
      const price = marketPrice(k, q.id);
      return price === undefined ? NOT_FOUND : { marketPrice: price };
    },
  ),
  query(
    `${PRICES}/AllMarketPrices`,
    prices.QueryAllMarketPricesRequest,
    prices.QueryAllMarketPricesResponse,
    (k, q) => {
      const all = marketIds(k).map((id) =>
        must(marketPrice(k, id), "params and prices come in pairs"),
      );
      const { items, pagination } = paginate(all, q.pagination);
      return { marketPrices: items, pagination };
    },
  ),
  query(
    `${PRICES}/MarketParam`,
    prices.QueryMarketParamRequest,
    prices.QueryMarketParamResponse,
    (k, q) => {
      const param = marketParam(k, q.id);
      return param === undefined ? NOT_FOUND : { marketParam: param };
    },
  ),
  query(
    `${PRICES}/AllMarketParams`,
    prices.QueryAllMarketParamsRequest,
    prices.QueryAllMarketParamsResponse,
    (k, q) => {
      const all = marketIds(k).map((id) => must(marketParam(k, id), "listed id exists"));
      const { items, pagination } = paginate(all, q.pagination);
      return { marketParams: items, pagination };
    },
  ),
  query(
    `${PRICES}/NextMarketId`,
    prices.QueryNextMarketIdRequest,
    prices.QueryNextMarketIdResponse,
    (k) => ({
      nextMarketId: k.prices.nextMarketId.get() ?? 0,
    }),
  ),
  query(
    "/dydxprotocol.assets.Query/Asset",
    assets.QueryAssetRequest,
    assets.QueryAssetResponse,
    (k, q) => {
      const asset = assetOf(k, q.id);
      return asset === undefined ? NOT_FOUND : { asset };
    },
  ),
  query(
    "/dydxprotocol.assets.Query/AllAssets",
    assets.QueryAllAssetsRequest,
    assets.QueryAllAssetsResponse,
    (k, q) => {
      const { items, pagination } = paginate(
        [...k.assets.assets.entries()].map(([, a]) => a),
        q.pagination,
      );
      return { asset: items, pagination };
    },
  ),
  query(
    `${SUBACCOUNTS}/Subaccount`,
    subaccounts.QueryGetSubaccountRequest,
    subaccounts.QuerySubaccountResponse,
    (k, q) => ({
      subaccount: querySubaccount(k, { owner: q.owner, number: q.number }),
    }),
  ),
  query(
    `${SUBACCOUNTS}/SubaccountAll`,
    subaccounts.QueryAllSubaccountRequest,
    subaccounts.QuerySubaccountAllResponse,
    (k, q) => {
      const { items, pagination } = paginate(queryAllSubaccounts(k), q.pagination);
      return { subaccount: items, pagination };
    },
  ),
  query(
    `${SUBACCOUNTS}/GetWithdrawalAndTransfersBlockedInfo`,
    subaccounts.QueryGetWithdrawalAndTransfersBlockedInfoRequest,
    subaccounts.QueryGetWithdrawalAndTransfersBlockedInfoResponse,
    (k, q) => queryBlockedInfo(k, q.perpetualId) ?? NOT_FOUND,
  ),
  query(
    `${SUBACCOUNTS}/CollateralPoolAddress`,
    subaccounts.QueryCollateralPoolAddressRequest,
    subaccounts.QueryCollateralPoolAddressResponse,
    (k, q) => {
      const collateralPoolAddress = queryCollateralPool(k, q.perpetualId);
      return collateralPoolAddress === undefined ? NOT_FOUND : { collateralPoolAddress };
    },
  ),
  query(
    `${FEETIERS}/PerpetualFeeParams`,
    feetiers.QueryPerpetualFeeParamsRequest,
    feetiers.QueryPerpetualFeeParamsResponse,
    (k) => ({
      params: queryFeeParams(k),
    }),
  ),
  query(
    `${FEETIERS}/UserFeeTier`,
    feetiers.QueryUserFeeTierRequest,
    feetiers.QueryUserFeeTierResponse,
    (k, q) => queryUserFeeTier(k, q.user),
  ),
  query(
    `${FEETIERS}/AllMarketFeeDiscountParams`,
    feetiers.QueryAllMarketFeeDiscountParamsRequest,
    feetiers.QueryAllMarketFeeDiscountParamsResponse,
    (k) => ({ params: queryAllMarketDiscounts(k) }),
  ),
  query(
    `${FEETIERS}/StakingTiers`,
    feetiers.QueryStakingTiersRequest,
    feetiers.QueryStakingTiersResponse,
    (k) => ({
      stakingTiers: queryStakingTiers(k),
    }),
  ),
  query(
    `${FEETIERS}/UserStakingTier`,
    feetiers.QueryUserStakingTierRequest,
    feetiers.QueryUserStakingTierResponse,
    (k, q) => queryUserStakingTier(k, q.address),
  ),
  query(`${STATS}/Params`, stats.QueryParamsRequest, stats.QueryParamsResponse, (k) => ({
    params: queryStatsParams(k),
  })),
  query(
    `${STATS}/StatsMetadata`,
    stats.QueryStatsMetadataRequest,
    stats.QueryStatsMetadataResponse,
    (k) => ({
      metadata: queryStatsMetadata(k),
    }),
  ),
  query(
    `${STATS}/GlobalStats`,
    stats.QueryGlobalStatsRequest,
    stats.QueryGlobalStatsResponse,
    (k) => ({ stats: queryGlobalStats(k) }),
  ),
  query(
    `${STATS}/UserStats`,
    stats.QueryUserStatsRequest,
    stats.QueryUserStatsResponse,
    (k, q) => ({ stats: queryUserStats(k, q.user) }),
  ),
  query(
    "/dydxprotocol.epochs.Query/EpochInfoAll",
    epochs.QueryAllEpochInfoRequest,
    epochs.QueryEpochInfoAllResponse,
    (k, q) => {
      const { items, pagination } = paginate(
        [...k.epochs.infos.entries()].map(([, e]) => e),
        q.pagination,
      );
      return { epochInfo: items, pagination };
    },
  ),
];
