import { epochs } from "@perpetua/protocol";
import { notFound, paginate, type Query, query } from "../query/index.js";
import { utf8 } from "../state/index.js";
import type { EpochsKernel } from "./state.js";

const SERVICE = "/dydxprotocol.epochs.Query";

/** app.md part 8. */
export const epochsQueries: readonly Query<EpochsKernel>[] = [
  query(
    `${SERVICE}/EpochInfo`,
    epochs.QueryGetEpochInfoRequest,
    epochs.QueryEpochInfoResponse,
    (k, { name }) => {
      const info = k.epochs.infos.get(name);
      return info === undefined ? notFound() : { epochInfo: info };
    },
  ),
  query(
    `${SERVICE}/EpochInfoAll`,
    epochs.QueryAllEpochInfoRequest,
    epochs.QueryEpochInfoAllResponse,
    (k, q) => {
      const all = [...k.epochs.infos.entries()].map(([, info]) => info);
      const page = paginate(all, (e) => utf8(e.name), q.pagination);
      if ("failureCode" in page) return page;
      return { epochInfo: page.items, pagination: page.pagination };
    },
  ),
];
