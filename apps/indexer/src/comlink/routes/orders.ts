import { type ApiErrorEntry, schemas as s, services } from "@perpetua/api";
import { CacheControl, route } from "../http/route.js";

const account = {
  bucket: "orders",
  compliance: true,
  cacheControl: CacheControl.second,
} as const;

/** Neither of them is a filter, but both at once are refused (api.md §1.6). */
function goodTilCheck(raw: Readonly<Record<string, unknown>>): ApiErrorEntry[] {
  if (raw.goodTilBlock === undefined || raw.goodTilBlockTime === undefined) return [];
  return [
    {
      value: raw.goodTilBlock,
      msg: "Cannot provide both goodTilBlock and goodTilBlockTime",
      param: "goodTilBlock",
      location: "query",
    },
  ];
}

/** Orders (api.md §1.6, §1.7). */
export const orderRoutes = [
  route({
    method: "GET",
    path: "/v4/orders",
    summary: "Orders (bare array)",
    input: s.ordersInput,
    output: s.ordersResponse,
    ...account,
    crossCheck: goodTilCheck,
    handle: services.getOrders,
  }),
  route({
    method: "GET",
    path: "/v4/orders/parentSubaccountNumber",
    summary: "Orders of all children",
    input: s.parentOrdersInput,
    output: s.ordersResponse,
    ...account,
    crossCheck: goodTilCheck,
    handle: services.getParentOrders,
  }),
  route({
    method: "GET",
    path: "/v4/orders/:orderId",
    summary: "One order",
    input: s.orderInput,
    output: s.order,
    cacheControl: CacheControl.second,
    handle: services.getOrder,
  }),
];
