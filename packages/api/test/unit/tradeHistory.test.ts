import { describe, expect, it } from "vitest";
import { computeTradeHistory, type HistoryFill } from "../../src/services/fills/tradeHistory.js";

let serial = 0;

function fill(change: Partial<HistoryFill>): HistoryFill {
  serial += 1;
  return {
    id: `fill-${serial}`,
    orderId: `order-${serial}`,
    orderType: "LIMIT",
    subaccountNumber: 0,
    market: "BTC-USD",
    marketType: "CROSS",
    side: "BUY",
    price: "60000",
    size: "0.5",
    fee: "0",
    createdAt: `2026-03-04T19:21:${String(serial).padStart(2, "0")}.000Z`,
    createdAtHeight: String(100 + serial),
    ...change,
  };
}

describe("computeTradeHistory (api.md §1.9)", () => {
  it("gives example E27", () => {
    const [closing, opening] = computeTradeHistory([
      fill({ fee: "15" }),
      fill({ side: "SELL", price: "66000", size: "0.1", fee: "-0.726" }),
    ]);
    expect(opening).toMatchObject({ action: "OPEN", prevSize: "0", netRealizedPnlPercent: null });
    expect(closing).toMatchObject({
      action: "PARTIAL_CLOSE",
      executionPrice: "66000",
      entryPrice: "60000",
      positionSide: "LONG",
      prevSize: "0.5",
      additionalSize: "-0.1",
      value: "6600",
      netFee: "14.274",
      netRealizedPnl: "600",
      netRealizedPnlPercent: "0.1",
    });
  });

  it("merges the fills of one order in one block at their average price", () => {
    const same = { orderId: "o", createdAtHeight: "7" };
    const rows = computeTradeHistory([
      fill({ ...same, price: "10", size: "1" }),
      fill({ ...same, price: "13", size: "2" }),
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ id: "o:7", executionPrice: "12", additionalSize: "3" });
  });

  it("splits a group that crosses zero and shares its fee by size", () => {
    const rows = computeTradeHistory([
      fill({ price: "10", size: "1", fee: "0.1" }),
      fill({ side: "SELL", price: "12", size: "4", fee: "0.4" }),
    ]);
    const close = rows.find((row) => row.id.endsWith(":close"));
    const open = rows.find((row) => row.id.endsWith(":open"));
    expect(close).toMatchObject({
      action: "CLOSE",
      positionSide: null,
      netFee: "0.2",
      netRealizedPnl: "2",
      netRealizedPnlPercent: "0.2",
    });
    expect(open).toMatchObject({
      action: "OPEN",
      positionSide: "SHORT",
      prevSize: "0",
      additionalSize: "-3",
      netFee: "0.3",
      netRealizedPnl: "0",
    });
  });

  it("names closings without an order liquidations", () => {
    const rows = computeTradeHistory([
      fill({ size: "2" }),
      fill({ side: "SELL", size: "1", orderId: null, orderType: null }),
      fill({ side: "SELL", size: "1", orderId: null, orderType: null }),
    ]);
    expect(rows.map((row) => row.action)).toEqual([
      "LIQUIDATION_CLOSE",
      "LIQUIDATION_PARTIAL_CLOSE",
      "OPEN",
    ]);
  });

  it("keeps subaccounts and markets apart", () => {
    const rows = computeTradeHistory([
      fill({}),
      fill({ subaccountNumber: 128 }),
      fill({ market: "ETH-USD" }),
    ]);
    expect(rows.map((row) => row.action)).toEqual(["OPEN", "OPEN", "OPEN"]);
  });
});
