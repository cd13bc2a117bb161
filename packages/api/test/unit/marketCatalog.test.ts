import { describe, expect, it } from "vitest";
import { createMarketCatalog, type MarketInfo } from "../../src/stores/marketCatalog.js";

const btc: MarketInfo = {
  id: "0",
  clobPairId: "0",
  ticker: "BTC-USD",
  marketType: "CROSS",
  atomicResolution: -10,
};
const eth: MarketInfo = { ...btc, id: "1", clobPairId: "1", ticker: "ETH-USD" };

function world() {
  const state = { nowMs: 0, markets: [btc], queries: 0 };
  const catalog = createMarketCatalog({
    db: {
      query: async <Row>() => {
        state.queries += 1;
        return [...state.markets] as Row[];
      },
    },
    clock: { nowMs: () => state.nowMs },
    refreshMs: 1_000,
    missRefreshMs: 100,
  });
  return { state, catalog };
}

describe("market catalog", () => {
  it("shares one read between simultaneous questions and reads again with age", async () => {
    const { state, catalog } = world();
    await Promise.all([catalog.byTicker("BTC-USD"), catalog.all(), catalog.byClobPairId("0")]);
    expect(state.queries).toBe(1);
    state.nowMs = 1_000;
    await catalog.all();
    expect(state.queries).toBe(2);
  });

  it("learns of a new market at once, but an unknown one costs no read each time", async () => {
    const { state, catalog } = world();
    await catalog.all();
    state.markets = [btc, eth];
    state.nowMs = 150;
    expect((await catalog.byTicker("ETH-USD"))?.id).toBe("1");
    state.nowMs = 160;
    expect(await catalog.byTicker("NOPE-USD")).toBeUndefined();
    expect(await catalog.byTicker("NOPE-USD")).toBeUndefined();
    expect(state.queries).toBe(2);
  });
});
