import { trimDecimal } from "../../decimal.js";
import type { SqlReader } from "../../deps.js";
import type { Order } from "../../schemas/orders.js";
import { iso, type Where } from "../sql.js";

/** An order row; absent values are null. */
interface OrderRow {
  readonly id: string;
  readonly subaccountId: string;
  readonly clientId: string;
  readonly clobPairId: string;
  readonly side: Order["side"];
  readonly size: string;
  readonly totalFilled: string;
  readonly price: string;
  readonly type: Order["type"];
  readonly status: Order["status"];
  readonly timeInForce: Order["timeInForce"] | "POST_ONLY";
  readonly reduceOnly: boolean;
  readonly orderFlags: Order["orderFlags"];
  readonly goodTilBlock: string | null;
  readonly goodTilBlockTime: string | null;
  readonly createdAt: string | null;
  readonly createdAtHeight: string | null;
  readonly updatedAt: string | null;
  readonly updatedAtHeight: string | null;
  readonly clientMetadata: string;
  readonly triggerPrice: string | null;
  readonly duration: string | null;
  readonly interval: string | null;
  readonly priceTolerance: string | null;
  readonly builderAddress: string | null;
  readonly feePpm: string | null;
  readonly orderRouterAddress: string | null;
  readonly ticker: string;
  readonly subaccountNumber: number;
}

const SELECT = `
SELECT o.id::text AS id, o."subaccountId"::text AS "subaccountId", o."clientId"::text AS "clientId",
  o."clobPairId"::text AS "clobPairId", o.side, o.size::text AS size,
  o."totalFilled"::text AS "totalFilled", o.price::text AS price, o.type, o.status,
  o."timeInForce", o."reduceOnly", o."orderFlags"::text AS "orderFlags",
  o."goodTilBlock"::text AS "goodTilBlock", ${iso('o."goodTilBlockTime"')} AS "goodTilBlockTime",
  ${iso('o."createdAt"')} AS "createdAt", o."createdAtHeight"::text AS "createdAtHeight",
  ${iso('o."updatedAt"')} AS "updatedAt", o."updatedAtHeight"::text AS "updatedAtHeight",
  o."clientMetadata"::text AS "clientMetadata", o."triggerPrice"::text AS "triggerPrice",
  o.duration, o.interval, o."priceTolerance", o."builderAddress", o."feePpm",
  o."orderRouterAddress", pm.ticker, s."subaccountNumber"
FROM orders o
JOIN subaccounts s ON s.id = o."subaccountId"
JOIN perpetual_markets pm ON pm."clobPairId" = o."clobPairId"`;

/** Keys whose value is absent, not null, when there is none. */
const OPTIONAL = [
  "goodTilBlock",
  "goodTilBlockTime",
  "createdAt",
  "createdAtHeight",
  "updatedAt",
  "updatedAtHeight",
  "duration",
  "interval",
  "priceTolerance",
  "builderAddress",
  "feePpm",
] as const satisfies readonly (keyof OrderRow & keyof Order)[];

function toOrder(row: OrderRow): Order {
  const order: Order = {
    id: row.id,
    subaccountId: row.subaccountId,
    clientId: row.clientId,
    clobPairId: row.clobPairId,
    side: row.side,
    size: trimDecimal(row.size),
    totalFilled: trimDecimal(row.totalFilled),
    price: trimDecimal(row.price),
    type: row.type,
    status: row.status,
    timeInForce: row.timeInForce === "POST_ONLY" ? "GTT" : row.timeInForce,
    postOnly: row.timeInForce === "POST_ONLY",
    reduceOnly: row.reduceOnly,
    orderFlags: row.orderFlags,
    ticker: row.ticker,
    clientMetadata: row.clientMetadata,
    orderRouterAddress: row.orderRouterAddress,
    subaccountNumber: row.subaccountNumber,
  };
  for (const key of OPTIONAL) {
    const value = row[key];
    if (value !== null) order[key] = value;
  }
  if (row.triggerPrice !== null) order.triggerPrice = trimDecimal(row.triggerPrice);
  return order;
}

/** Stored orders that match, in the order and number asked for. */
export async function storedOrders(
  db: SqlReader,
  where: Where,
  orderBy = "o.id",
  limit?: number,
): Promise<Order[]> {
  const conditions = where.toString();
  const cut = limit === undefined ? "" : `LIMIT ${where.bind(limit)}`;
  const rows = await db.query<OrderRow>(
    `${SELECT} WHERE ${conditions} ORDER BY ${orderBy} ${cut}`,
    where.values,
  );
  return rows.map(toOrder);
}
