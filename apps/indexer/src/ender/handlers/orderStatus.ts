import type { OrderCancelStatus } from "@perpetua/messaging";
import { compare, type Decimal } from "../decimal/decimal.js";

interface FilledOrder {
  readonly totalFilled: Decimal;
  readonly size: Decimal;
  readonly flags: number;
  readonly timeInForce: string;
  readonly cancelStatus: OrderCancelStatus;
}

/** Status of an order after a fill; the first match of the table in indexer.md §4.4 wins. */
export function statusAfterFill(order: FilledOrder): string {
  if (compare(order.totalFilled, order.size) >= 0) return "FILLED";
  if (order.flags === 64 || order.flags === 256) return "OPEN";
  if (order.timeInForce === "FOK") return "FILLED";
  if (order.timeInForce === "IOC") return "CANCELED";
  return order.cancelStatus === "NOT_CANCELED" ? "OPEN" : order.cancelStatus;
}
