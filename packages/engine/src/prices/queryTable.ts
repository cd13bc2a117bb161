import { prices } from "@perpetua/protocol";
import { must } from "../math/index.js";
import { notFound, paginate, type Query, query, uint32Key } from "../query/index.js";
import { marketIds, marketParam, marketPrice, type PricesKernel } from "./state.js";

const SERVICE = "/dydxprotocol.prices.Query";

/** risk.md §2.6. */
export const pricesQueries: readonly Query<PricesKernel>[] = [
  query(
    `${SERVICE}/MarketPrice`,
    prices.QueryMarketPriceRequest,
    prices.QueryMarketPriceResponse,
    (k, { id }) => {
      const price = marketPrice(k, id);
      return price === undefined ? notFound() : { marketPrice: price };
    },
  ),
  query(
    `${SERVICE}/AllMarketPrices`,
    prices.QueryAllMarketPricesRequest,
    prices.QueryAllMarketPricesResponse,
    (k, q) => {
      const all = marketIds(k).map((id) => must(marketPrice(k, id), "prices and params pair up"));
      const page = paginate(all, (p) => uint32Key(p.id), q.pagination);
      if ("failureCode" in page) return page;
      return { marketPrices: page.items, pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/MarketParam`,
    prices.QueryMarketParamRequest,
    prices.QueryMarketParamResponse,
    (k, { id }) => {
      const param = marketParam(k, id);
      return param === undefined ? notFound() : { marketParam: param };
    },
  ),
  query(
    `${SERVICE}/AllMarketParams`,
    prices.QueryAllMarketParamsRequest,
    prices.QueryAllMarketParamsResponse,
    (k, q) => {
      const all = marketIds(k).map((id) => must(marketParam(k, id), "listed ids exist"));
      const page = paginate(all, (p) => uint32Key(p.id), q.pagination);
      if ("failureCode" in page) return page;
      return { marketParams: page.items, pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/NextMarketId`,
    prices.QueryNextMarketIdRequest,
    prices.QueryNextMarketIdResponse,
    (k) => ({ nextMarketId: k.prices.nextMarketId.get() ?? 0 }),
  ),
];
