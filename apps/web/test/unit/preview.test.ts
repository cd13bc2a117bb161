import { describe, expect, it } from "vitest";
import { type Dec, dec, toText, ZERO } from "../../src/lib/decimal/dec";
import { parseMarket } from "../../src/lib/exchange/parse";
import {
  maxOrderSize,
  type OrderDraft,
  type PreviewContext,
  previewOrder,
} from "../../src/lib/ticket/preview";
import { findProblems, readTyped } from "../../src/lib/ticket/problems";
import { wireMarket } from "./fixtures";

const market = parseMarket(wireMarket("BTC-USD", { oraclePrice: "100" }));
const levels = [
  { price: dec(100), size: dec(1) },
  { price: dec(101), size: dec(1) },
  { price: dec(102), size: dec(8) },
];
const context = (quote: string, held?: [string, string]): PreviewContext => ({
  market,
  markets: new Map([["BTC-USD", market]]),
  account: {
    quote: dec(quote),
    positions: new Map(held ? [["BTC-USD", { size: dec(held[0]), entry: dec(held[1]) }]] : []),
  },
  levels,
  mid: dec("99.5"),
  makerRate: dec("-0.00011"),
  takerRate: dec("0.0005"),
});
const draft = (patch: Partial<OrderDraft>): OrderDraft => ({
  side: "BUY",
  type: "limit",
  price: dec(101),
  size: dec(3),
  postOnly: false,
  reduceOnly: false,
  immediate: false,
  ...patch,
});
const problemsOf = (
  order: OrderDraft,
  ctx: PreviewContext,
  size = toText(order.size),
  price = toText(order.price),
): string[] =>
  findProblems({
    draft: order,
    preview: previewOrder(order, ctx),
    context: ctx,
    maxSize: maxOrderSize(order, ctx),
    typed: { size: readTyped(size), price: readTyped(price) },
    sizeInBase: true,
    bookAgeSeconds: 0,
    bestBid: dec(99),
    bestAsk: dec(100),
  }).map((problem) => problem.kind);

describe("previewOrder", () => {
  it("splits a crossing limit into what takes and what rests, each with its fee", () => {
    const result = previewOrder(draft({}), context("1000"));
    expect(toText(result.takes)).toBe("2");
    expect(toText(result.rests)).toBe("1");
    expect(toText(result.notional)).toBe("302");
    expect(toText(result.fee)).toBe("0.08939");
    expect(toText(result.after.size)).toBe("3");
  });

  it("size 0 changes nothing", () => {
    const ctx = context("1000", ["1", "90"]);
    const { before, after } = previewOrder(draft({ size: ZERO }), ctx);
    expect(after.risk).toEqual(before.risk);
    expect(after.liquidation).toEqual(before.liquidation);
  });

  it("reduce-only clips to the position and never flips it", () => {
    const ctx = context("1000", ["-2", "120"]);
    const result = previewOrder(draft({ type: "market", price: dec(110), reduceOnly: true }), ctx);
    expect(result.after.size).toBe(ZERO);
    expect(toText(result.realised)).toBe("39");
    expect(problemsOf(draft({ reduceOnly: true, immediate: true }), ctx)).toContain(
      "reduceClipped",
    );
    expect(problemsOf(draft({ reduceOnly: true }), context("1000"))).toEqual(["reduceNothing"]);
  });
});

describe("maxOrderSize", () => {
  const market100 = draft({ type: "market", price: dec(103) });
  for (const [name, ctx] of [
    ["flat", context("10")],
    ["same side", context("-45", ["0.5", "100"])],
    ["opposite", context("120", ["-1", "100"])],
  ] as const) {
    it(`${name}: the maximum passes, one step more fails`, () => {
      const size = maxOrderSize(market100, ctx);
      expect(size > ZERO).toBe(true);
      const free = (amount: Dec): Dec =>
        previewOrder({ ...market100, size: amount }, ctx).after.risk.freeCollateral;
      expect(free(size) >= ZERO).toBe(true);
      expect(free((size + market.step) as Dec) < ZERO).toBe(true);
    });
  }
});

describe("a limit far below the market", () => {
  it("is valued at the price at which it would fill, so it promises no gain", () => {
    const order = draft({ size: dec(2), price: dec(50) });
    const { before, after } = previewOrder(order, context("100"));
    expect(after.risk.equity <= before.risk.equity + dec("0.1")).toBe(true);
    const size = maxOrderSize(draft({ price: dec(50) }), context("100"));
    expect(toText(size)).toBe("97.5609");
  });
});

describe("problems", () => {
  it("post-only that would cross offers the price that rests", () => {
    expect(problemsOf(draft({ postOnly: true }), context("1000"))).toEqual(["wouldCross"]);
    expect(problemsOf(draft({ postOnly: true, price: dec(99) }), context("1000"))).toEqual([]);
  });

  it("names the field and the rule that what was typed breaks", () => {
    const ctx = context("1000");
    const typing = (size: string, price: string, patch: Partial<OrderDraft> = {}): string[] =>
      problemsOf(draft({ price: dec(99), size: dec("0.1"), ...patch }), ctx, size, price);
    expect(typing("", "")).toEqual(["priceMissing", "sizeMissing"]);
    expect(typing("0", "99", { size: ZERO })).toEqual(["sizeZero"]);
    expect(typing("-1", "-1")).toEqual(["priceZero", "sizeZero"]);
    expect(typing("lots", "1.2.3")).toEqual(["priceInvalid", "sizeInvalid"]);
    expect(typing("0.00001", "99", { size: ZERO })).toEqual(["belowStep"]);
    expect(typing("0.10001", "99")).toEqual(["offStep"]);
    expect(typing("0.1", "99.4")).toEqual(["offTick"]);
    expect(typing("0.1", "99")).toEqual([]);
  });

  it("names a thin book, missing margin and an account too small to rest orders", () => {
    const big = draft({ type: "market", size: dec(20), price: dec(103) });
    expect(problemsOf(big, context("100000"))).toEqual(["thinBook"]);
    expect(problemsOf(big, { ...context("100000"), levels: [] })).toEqual(["emptyBook"]);
    expect(problemsOf(draft({ size: dec(300), price: dec(99) }), context("100"))).toEqual([
      "tooLarge",
    ]);
    expect(problemsOf(draft({ size: dec("0.1"), price: dec(90) }), context("10"))).toEqual([
      "equityTier",
    ]);
  });
});
