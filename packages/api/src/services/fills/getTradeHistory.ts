import { subaccountUuid } from "@perpetua/protocol";
import type { ApiDeps } from "../../deps.js";
import { ApiError } from "../../errors.js";
import type {
  ParentTradeHistoryInput,
  TradeHistoryInput,
  TradeHistoryResponse,
} from "../../schemas/fills.js";
import { iso, offsetOf, Where } from "../sql.js";
import { findAccounts } from "../subaccounts/readAccounts.js";
import { selectedMarket } from "./marketFilter.js";
import { computeTradeHistory, type HistoryFill } from "./tradeHistory.js";

/** More fills than this are refused rather than computed (api.md §1.9). */
const MOST_FILLS = 100_000;

const SELECT = `
SELECT f.id::text AS id, f."orderId"::text AS "orderId", o.type AS "orderType",
  s."subaccountNumber", pm.ticker AS market, pm."marketType", f.side, f.price::text AS price,
  f.size::text AS size, f.fee, ${iso('f."createdAt"')} AS "createdAt",
  f."createdAtHeight"::text AS "createdAtHeight"
FROM fills f
JOIN subaccounts s ON s.id = f."subaccountId"
JOIN perpetual_markets pm ON pm."clobPairId" = f."clobPairId"
LEFT JOIN orders o ON o.id = f."orderId"`;

async function listHistory(
  deps: Pick<ApiDeps, "db" | "markets">,
  subaccountIds: readonly string[],
  input: Omit<TradeHistoryInput, "address" | "subaccountNumber">,
): Promise<TradeHistoryResponse> {
  const market = await selectedMarket(deps, input);
  const where = new Where()
    .and('f."subaccountId" = ANY(?::uuid[])', subaccountIds)
    .optional('f."clobPairId" = ?', market?.clobPairId);
  const fills = await deps.db.query<HistoryFill>(
    `${SELECT} WHERE ${where} ORDER BY f."eventId" ASC LIMIT ${MOST_FILLS + 1}`,
    where.values,
  );
  if (fills.length > MOST_FILLS) throw new ApiError(500, [{ msg: "Internal Server Error" }]);
  const rows = computeTradeHistory(fills);
  const offset = offsetOf(input);
  return {
    tradeHistory: rows.slice(offset, offset + input.limit),
    pageSize: input.limit,
    totalResults: rows.length,
    offset,
  };
}

/** GET /tradeHistory (api.md §1.9). */
export async function getTradeHistory(
  deps: Pick<ApiDeps, "db" | "markets">,
  input: TradeHistoryInput,
): Promise<TradeHistoryResponse> {
  return listHistory(deps, [subaccountUuid(input.address, input.subaccountNumber)], input);
}

/** GET /tradeHistory/parentSubaccountNumber. */
export async function getParentTradeHistory(
  deps: Pick<ApiDeps, "db" | "markets">,
  input: ParentTradeHistoryInput,
): Promise<TradeHistoryResponse> {
  const children = await findAccounts(deps.db, {
    address: input.address,
    parentSubaccountNumber: input.parentSubaccountNumber,
  });
  const ids = children.map((child) => child.id);
  return listHistory(deps, ids, input);
}
