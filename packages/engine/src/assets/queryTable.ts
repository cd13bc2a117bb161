import { assets } from "@perpetua/protocol";
import { notFound, paginate, type Query, query, uint32Key } from "../query/index.js";
import { type AssetsKernel, assetOf } from "./assets.js";

const SERVICE = "/dydxprotocol.assets.Query";

/** risk.md §1.4. */
export const assetsQueries: readonly Query<AssetsKernel>[] = [
  query(`${SERVICE}/Asset`, assets.QueryAssetRequest, assets.QueryAssetResponse, (k, { id }) => {
    const asset = assetOf(k, id);
    return asset === undefined ? notFound() : { asset };
  }),
  query(
    `${SERVICE}/AllAssets`,
    assets.QueryAllAssetsRequest,
    assets.QueryAllAssetsResponse,
    (k, q) => {
      const all = [...k.assets.assets.entries()].map(([, asset]) => asset);
      const page = paginate(all, (a) => uint32Key(a.id), q.pagination);
      if ("failureCode" in page) return page;
      return { asset: page.items, pagination: page.pagination };
    },
  ),
];
