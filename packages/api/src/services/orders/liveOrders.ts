import { getOrders, getSubaccountOrders } from "@perpetua/messaging";
import { indexerV1, type redisProto, subaccountUuid } from "@perpetua/protocol";
import { trimDecimal } from "../../decimal.js";
import type { ApiDeps } from "../../deps.js";
import type { Order } from "../../schemas/orders.js";
import { inTime } from "../inTime.js";

/** An order that the node currently reports as known (api.md §1.6, live set). */
export type LiveOrder = Omit<Order, "totalFilled" | "type" | "status">;

const { IndexerOrder_TimeInForce: Tif, IndexerOrder_Side: Side } = indexerV1;

/** API form: a post-only order shows GTT with a flag (indexer.md §0.3). */
function timeInForce(tif: indexerV1.IndexerOrder_TimeInForce): Order["timeInForce"] {
  if (tif === Tif.TIME_IN_FORCE_IOC) return "IOC";
  return tif === Tif.TIME_IN_FORCE_FILL_OR_KILL ? "FOK" : "GTT";
}

function toLiveOrder(stored: redisProto.RedisOrder): LiveOrder | undefined {
  const order = stored.order;
  const id = order?.orderId;
  if (order === undefined || id?.subaccountId === undefined) return undefined;
  const builder = order.builderCodeParams;
  return {
    id: stored.id,
    subaccountId: subaccountUuid(id.subaccountId.owner, id.subaccountId.number),
    clientId: String(id.clientId),
    clobPairId: String(id.clobPairId),
    side: order.side === Side.SIDE_BUY ? "BUY" : "SELL",
    size: trimDecimal(stored.size),
    price: trimDecimal(stored.price),
    timeInForce: timeInForce(order.timeInForce),
    postOnly: order.timeInForce === Tif.TIME_IN_FORCE_POST_ONLY,
    reduceOnly: order.reduceOnly,
    orderFlags: String(id.orderFlags) as Order["orderFlags"],
    ...(order.goodTilBlock === undefined ? {} : { goodTilBlock: String(order.goodTilBlock) }),
    ...(order.goodTilBlockTime === undefined
      ? {}
      : { goodTilBlockTime: new Date(order.goodTilBlockTime * 1000).toISOString() }),
    ticker: stored.ticker,
    clientMetadata: String(order.clientMetadata),
    ...(builder === undefined
      ? {}
      : { builderAddress: builder.builderAddress, feePpm: String(builder.feePpm) }),
    orderRouterAddress: order.orderRouterAddress,
    subaccountNumber: id.subaccountId.number,
  };
}

function present(order: LiveOrder | undefined): order is LiveOrder {
  return order !== undefined;
}

/** Live orders of some subaccounts. */
export async function liveOrdersOf(
  deps: Pick<ApiDeps, "redis">,
  subaccountIds: readonly string[],
): Promise<LiveOrder[]> {
  const stored = await inTime(getSubaccountOrders(deps.redis, subaccountIds));
  return stored.map(toLiveOrder).filter(present);
}

/** One live order. */
export async function liveOrder(
  deps: Pick<ApiDeps, "redis">,
  orderId: string,
): Promise<LiveOrder | undefined> {
  const [stored] = await inTime(getOrders(deps.redis, [orderId]));
  return stored === undefined ? undefined : toLiveOrder(stored);
}
