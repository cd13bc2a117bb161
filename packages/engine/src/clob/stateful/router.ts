import { orderRouterPpm, revshareRejection } from "../../revshare/index.js";
import type { Rejection } from "../../state/index.js";
import type { Order } from "../order.js";
import type { ClobKernel } from "../state.js";

/**
 * A stateful order may only name a registered router; short-term orders are not asked (clob.md
 * §3.5, check 4).
 */
export function checkOrderRouter(k: ClobKernel, order: Order): Rejection | undefined {
  const router = order.orderRouterAddress;
  if (router === "" || orderRouterPpm(k, router) !== undefined) return undefined;
  return revshareRejection(8, `order router address: ${router}`);
}
