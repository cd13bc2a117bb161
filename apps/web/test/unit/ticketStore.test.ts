import { describe, expect, it } from "vitest";
import { Emitter } from "../../src/lib/feed/Emitter";
import { isImmediate, TicketStore } from "../../src/lib/ticket/TicketStore";

const MARKET = "BTC-USD";

describe("TicketStore", () => {
  it("keeps what the protocol cannot combine apart", () => {
    const store = new TicketStore(new Emitter());
    store.update(MARKET, { postOnly: true });
    store.update(MARKET, { immediate: true });
    expect(store.get(MARKET)).toMatchObject({ postOnly: false, immediate: true });
    store.update(MARKET, { postOnly: true });
    expect(store.get(MARKET)).toMatchObject({ postOnly: true, immediate: false });
  });

  it("reduce-only is immediate while it lasts and leaves no trace", () => {
    const store = new TicketStore(new Emitter());
    store.update(MARKET, { reduceOnly: true });
    expect(isImmediate(store.get(MARKET))).toBe(true);
    store.update(MARKET, { reduceOnly: false });
    expect(isImmediate(store.get(MARKET))).toBe(false);
    store.update(MARKET, { reduceOnly: true });
    store.update(MARKET, { immediate: false });
    expect(store.get(MARKET).reduceOnly).toBe(false);
  });

  it("keeps drafts per market and turns any ticket into a limit at a picked price", () => {
    const store = new TicketStore(new Emitter());
    store.update(MARKET, { type: "market", size: "1" });
    store.pickPrice(MARKET, "28,000");
    expect(store.get(MARKET)).toMatchObject({ type: "limit", price: "28,000", size: "1" });
    expect(store.get("ETH-USD").price).toBe("");
  });
});
