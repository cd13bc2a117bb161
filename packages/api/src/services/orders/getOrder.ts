import type { ApiDeps } from "../../deps.js";
import { notFound } from "../../errors.js";
import type { Order, OrderInput } from "../../schemas/orders.js";
import { Where } from "../sql.js";
import { liveOrder } from "./liveOrders.js";
import { mergeOrder } from "./mergeOrders.js";
import { storedOrders } from "./storedOrders.js";

/** GET /orders/:orderId (api.md §1.7). */
export async function getOrder(
  deps: Pick<ApiDeps, "db" | "redis">,
  input: OrderInput,
): Promise<Order> {
  const [live, stored] = await Promise.all([
    liveOrder(deps, input.orderId),
    storedOrders(deps.db, new Where().and("o.id = ?::uuid", input.orderId)),
  ]);
  const order = mergeOrder(stored[0], live);
  if (order === undefined) throw notFound(`Unable to find order id ${input.orderId}`);
  return order;
}
