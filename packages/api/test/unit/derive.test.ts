import { describe, expect, it } from "vitest";
import { toAssetPositions, toSubaccount } from "../../src/services/subaccounts/derive.js";
import type { AccountRow, PositionRow } from "../../src/services/subaccounts/readAccounts.js";

const position: PositionRow = {
  subaccountNumber: 0,
  ticker: "BTC-USD",
  status: "OPEN",
  side: "LONG",
  size: "0.5",
  maxSize: "0.5",
  entryPrice: "60000",
  exitPrice: null,
  sumOpen: "0.5",
  sumClose: "0",
  settledFunding: "0",
  totalRealizedPnl: "-15",
  createdAt: "2026-03-04T18:00:00.412Z",
  createdAtHeight: "21480000",
  closedAt: null,
  oraclePrice: "64250.5",
  initialMarginPpm: "20000",
  fundingNow: "0",
  fundingThen: "0",
};

function account(change: Partial<PositionRow> = {}, usdc = "9981.15"): AccountRow {
  return {
    id: "10d75881-9d37-595b-b2f4-810afa7ed3be",
    address: "dydx1",
    subaccountNumber: 0,
    updatedAtHeight: "21480000",
    latestHeight: "21504330",
    assets: [{ assetId: "0", symbol: "USDC", size: usdc, isLong: true }],
    positions: [{ ...position, ...change }],
  };
}

describe("derived values (api.md §1.27)", () => {
  it("gives example E14", () => {
    const subaccount = toSubaccount(account());
    expect(subaccount.equity).toBe("42106.4");
    expect(subaccount.freeCollateral).toBe("41463.895");
    expect(subaccount.openPerpetualPositions["BTC-USD"]).toMatchObject({
      unrealizedPnl: "2125.25",
      realizedPnl: "-15",
      netFunding: "0",
    });
  });

  it("lets longs pay for a rising funding index, in cash, equity and netFunding", () => {
    const rising = account({ fundingThen: "1", fundingNow: "1.000002", settledFunding: "-3.85" });
    const subaccount = toSubaccount(rising);
    expect(subaccount.assetPositions.USDC?.size).toBe("9981.149999");
    expect(subaccount.equity).toBe("42106.399999");
    expect(subaccount.openPerpetualPositions["BTC-USD"]?.netFunding).toBe("-3.850001");
  });

  it("shows debt as a short and drops an amount of exactly zero", () => {
    const debt = account({ fundingNow: "4" }, "1");
    expect(toAssetPositions(debt)).toEqual([
      { symbol: "USDC", side: "SHORT", size: "1", assetId: "0", subaccountNumber: 0 },
    ]);
    expect(toAssetPositions(account({ fundingNow: "2" }, "1"))).toEqual([]);
  });

  it("creates the USDC entry when only funding makes one", () => {
    const none = { ...account({ fundingThen: "2" }), assets: [] };
    expect(toAssetPositions(none)[0]).toMatchObject({ side: "LONG", size: "1" });
  });

  it("ignores funding of closed positions and keeps the zeros of realizedPnl", () => {
    const closed = account({ status: "CLOSED", fundingNow: "9", totalRealizedPnl: "-2.221050" });
    const subaccount = toSubaccount(closed);
    expect(subaccount.assetPositions.USDC?.size).toBe("9981.15");
    expect(subaccount.openPerpetualPositions["BTC-USD"]?.realizedPnl).toBe("-2.221050");
  });

  it("has no unrealized PnL without an oracle price", () => {
    const unpriced = toSubaccount(account({ oraclePrice: null }));
    expect(unpriced.openPerpetualPositions["BTC-USD"]?.unrealizedPnl).toBe("0");
    expect(unpriced.equity).toBe("9981.15");
  });
});
