import { z } from "zod";
import {
  flag,
  isoTime,
  limit,
  listOf,
  oneOf,
  oneOfMessage,
  optionalTicker,
  withRule,
} from "./rules.js";
import {
  dec,
  isoMs,
  orderFlags,
  orderSide,
  orderStatus,
  orderType,
  timeInForce,
  uintString,
  uuidV5,
} from "./scalars.js";
import { parentSubaccountInput, subaccountInput } from "./subaccounts.js";

/** One order (api.md §1.0): a stored row, a live order of the node, or both merged. */
export const order = z.object({
  id: uuidV5,
  subaccountId: uuidV5,
  clientId: uintString,
  clobPairId: uintString,
  side: orderSide,
  size: dec,
  totalFilled: dec,
  price: dec,
  type: orderType,
  status: orderStatus,
  timeInForce,
  postOnly: z.boolean(),
  reduceOnly: z.boolean(),
  orderFlags,
  goodTilBlock: uintString.optional(),
  goodTilBlockTime: isoMs.optional(),
  ticker: z.string(),
  clientMetadata: uintString,
  createdAt: isoMs.optional(),
  createdAtHeight: uintString.optional(),
  updatedAt: isoMs.optional(),
  updatedAtHeight: uintString.optional(),
  triggerPrice: dec.optional(),
  builderAddress: z.string().optional(),
  feePpm: uintString.optional(),
  orderRouterAddress: z.string().nullable(),
  duration: uintString.optional(),
  interval: uintString.optional(),
  priceTolerance: uintString.optional(),
  subaccountNumber: z.int(),
});
export type Order = z.output<typeof order>;

const positiveInteger = () => withRule(z.int().min(1).optional(), "integer", "Invalid value");

const orderFilters = () => ({
  limit: limit(),
  ticker: optionalTicker(),
  side: oneOf(orderSide, oneOfMessage("side", orderSide)),
  type: oneOf(orderType, oneOfMessage("type", orderType)),
  includeTypes: listOf(orderType, oneOfMessage("includeTypes", orderType)),
  excludeTypes: listOf(orderType, oneOfMessage("excludeTypes", orderType)),
  status: listOf(orderStatus, oneOfMessage("status", orderStatus)),
  goodTilBlockBeforeOrAt: positiveInteger(),
  goodTilBlockAfter: positiveInteger(),
  goodTilBlockTimeBeforeOrAt: isoTime(),
  goodTilBlockTimeAfter: isoTime(),
  returnLatestOrders: flag(),
});

export const ordersInput = z.object({ ...subaccountInput.shape, ...orderFilters() });
export type OrdersInput = z.output<typeof ordersInput>;
export const parentOrdersInput = z.object({ ...parentSubaccountInput.shape, ...orderFilters() });
export type ParentOrdersInput = z.output<typeof parentOrdersInput>;
export const ordersResponse = z.array(order);
export type OrdersResponse = z.output<typeof ordersResponse>;

export const orderInput = z.object({
  orderId: withRule(
    z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i),
    "string",
    "Invalid value",
    { missingIn: "params" },
  ),
});
export type OrderInput = z.output<typeof orderInput>;
