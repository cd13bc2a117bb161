import { describe, expect, it } from "vitest";
import type { Order } from "../../src/schemas/orders.js";
import type { LiveOrder } from "../../src/services/orders/liveOrders.js";
import { compareByExpiry, mergeOrders } from "../../src/services/orders/mergeOrders.js";

const live: LiveOrder = {
  id: "a",
  subaccountId: "s",
  clientId: "1",
  clobPairId: "0",
  side: "BUY",
  size: "2",
  price: "101",
  timeInForce: "GTT",
  postOnly: true,
  reduceOnly: false,
  orderFlags: "0",
  goodTilBlock: "30",
  ticker: "BTC-USD",
  clientMetadata: "0",
  orderRouterAddress: "",
  subaccountNumber: 0,
};
const stored: Order = {
  ...live,
  size: "1",
  price: "100",
  postOnly: false,
  goodTilBlock: "20",
  totalFilled: "0.5",
  type: "LIMIT",
  status: "OPEN",
  createdAt: "2026-01-01T00:00:00.000Z",
};

describe("mergeOrders (api.md §1.6)", () => {
  it("shows a live order without a row as best-effort opened", () => {
    expect(mergeOrders([], [live])).toEqual([
      { ...live, totalFilled: "0", type: "LIMIT", status: "BEST_EFFORT_OPENED" },
    ]);
  });

  it("lets the live order override size, price and expiry, the row status and fill", () => {
    expect(mergeOrders([stored], [live])).toEqual([
      { ...stored, size: "2", price: "101", postOnly: true, goodTilBlock: "30" },
    ]);
  });

  it("sorts short-term orders by block before stateful ones by time", () => {
    const { goodTilBlock: _, ...rest } = stored;
    const at = (id: string, goodTilBlockTime: string): Order => ({ ...rest, id, goodTilBlockTime });
    const orders = [
      at("late", "2026-02-01T00:00:00.000Z"),
      { ...stored, id: "far", goodTilBlock: "100" },
      at("soon", "2026-01-01T00:00:00.000Z"),
      { ...stored, id: "near", goodTilBlock: "99" },
    ];
    const ids = orders.sort(compareByExpiry).map((order) => order.id);
    expect(ids).toEqual(["near", "far", "soon", "late"]);
  });
});
