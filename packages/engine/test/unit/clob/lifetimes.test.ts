import { beforeEach, describe, expect, test } from "vitest";
import { addFillAmount } from "../../../src/clob/fillAmounts.js";
import { endBlock, OrderFlags, orderKey } from "../../../src/clob/index.js";
import { cancelShortTerm } from "../../../src/clob/memclob/cancel.js";
import { purgeBooks } from "../../../src/clob/memclob/purge.js";
import { RateLimiter } from "../../../src/clob/rateLimits.js";
import { cancelStatefulOrder } from "../../../src/clob/stateful/cancel.js";
import { placeStatefulOrder } from "../../../src/clob/stateful/place.js";
import { checkGoodTilBlock, checkGoodTilTime } from "../../../src/clob/validation/goodTil.js";
import { Mode } from "../../../src/state/index.js";
import { account, DOLLAR, makeOrder, ONE_BTC, USDC, World } from "./world.js";

const ME = account(0);
const OTHER = account(1);
const PRICE = 30_000n * DOLLAR;
const NOTHING = {
  longTermPlaced: [],
  triggered: [],
  gone: [],
  expired: [],
  filled: [],
  voidExpiries: [],
};

/** Executes `act` as a block of the given height and time and leaves its state in place. */
function inBlock<T>(w: World, height: number, seconds: number, act: () => T): T {
  const { k } = w;
  k.header = { ...k.header, height, seconds };
  k.mode = Mode.Deliver;
  const result = act();
  k.mode = Mode.CheckTx;
  return result;
}

describe("clob §13.3 ids, windows, lifetimes", () => {
  let w: World;
  beforeEach(() => {
    w = new World();
    w.setAccount(ME, 100_000n * USDC);
    w.setAccount(OTHER, 100_000n * USDC);
  });

  test.each([
    [100, 10],
    [101, undefined],
    [141, undefined],
    [142, 11],
  ])("clob §13 ex. 25: good-til-block %d", (goodTil, code) => {
    expect(checkGoodTilBlock(w.k, goodTil)?.code).toBe(code);
  });

  test("clob §13 ex. 26: fill amounts outlive the replaced order", () => {
    const order = makeOrder(ME, "buy", ONE_BTC, PRICE, { goodTil: 110 });
    const later = { ...order, goodTilBlock: 120 };
    inBlock(w, 101, 1_700_000_001, () => {
      addFillAmount(w.k, order, 1_000_000n);
      addFillAmount(w.k, later, 1_000_000n);
    });
    const key = orderKey(order.orderId);
    for (const height of [150, 159]) {
      inBlock(w, height, 1_700_000_050, () => endBlock(w.k));
      expect(w.k.clob.fills.has(key)).toBe(true);
    }
    inBlock(w, 160, 1_700_000_060, () => endBlock(w.k));
    expect(w.k.clob.fills.has(key)).toBe(false);
  });

  test("clob §13 ex. 27: replacements", () => {
    const tenth = ONE_BTC / 10n;
    w.place(ME, "buy", 4n * tenth, PRICE, { clientId: 1, goodTil: 110 });
    w.place(OTHER, "sell", 3n * tenth, PRICE, { clientId: 2, goodTil: 110 });
    const replace = (goodTil: number, quantums: bigint, side: "buy" | "sell" = "buy") =>
      w.place(ME, side, quantums, PRICE, { clientId: 1, goodTil })?.code;
    expect(replace(109, 4n * tenth)).toBe(20);
    expect(replace(111, 4n * tenth, "sell")).toBe(20);
    expect(replace(111, 2n * tenth)).toBe(24);
    w.place(OTHER, "buy", tenth, PRICE, { clientId: 3, goodTil: 110 });
    expect(replace(111, 5n * tenth)).toBeUndefined();
    expect(w.levels("buy")).toEqual([[PRICE, 3_000]]);
    const market = w.k.memclob.market(w.k, 0);
    const first = market?.book.best(true) ?? -1;
    expect(w.k.memclob.order(first).orderId.clientId).toBe(3);
  });

  test("clob §13 ex. 28: cancels and placements of one id", () => {
    w.place(ME, "buy", ONE_BTC, PRICE, { clientId: 1, goodTil: 110 });
    const { orderId } = makeOrder(ME, "buy", ONE_BTC, PRICE, { clientId: 1 });
    expect(cancelShortTerm(w.k, orderId, 105)).toBeUndefined();
    expect(w.levels("buy")).toHaveLength(1);
    expect(cancelShortTerm(w.k, orderId, 105)?.code).toBe(9);
    expect(cancelShortTerm(w.k, orderId, 110)).toBeUndefined();
    expect(w.levels("buy")).toEqual([]);
    expect(w.place(ME, "buy", ONE_BTC, PRICE, { clientId: 1, goodTil: 110 })?.code).toBe(7);
    expect(w.place(ME, "buy", ONE_BTC, PRICE, { clientId: 1, goodTil: 111 })).toBeUndefined();
  });

  test("clob §13 ex. 29: expiry after the last block", () => {
    w.place(ME, "buy", ONE_BTC, PRICE, { clientId: 1, goodTil: 110 });
    w.messages();
    w.setBlock(110, 1_700_000_010);
    purgeBooks(w.k, NOTHING, []);
    expect(w.levels("buy")).toEqual([]);
    expect(w.messages()).toEqual(["remove 1 (1)"]);
  });

  test.each([
    [1_700_000_000, 3003],
    [1_700_000_001, undefined],
    [1_708_208_000, undefined],
    [1_708_208_001, 3004],
  ])("clob §13 ex. 30: good-til-time %d", (goodTil, code) => {
    expect(checkGoodTilTime(w.k, goodTil)?.code).toBe(code);
  });

  test("clob §13 ex. 31: good-til-time in the second that it names", () => {
    const order = makeOrder(ME, "buy", ONE_BTC, PRICE, { flags: 64, goodTil: 1_700_000_050 });
    inBlock(w, 101, 1_700_000_001, () => placeStatefulOrder(w.k, order, false));
    const key = orderKey(order.orderId);
    inBlock(w, 102, 1_700_000_049, () => endBlock(w.k));
    expect(w.k.clob.longTerm.has(key)).toBe(true);
    inBlock(w, 103, 1_700_000_050, () => endBlock(w.k));
    expect(w.k.clob.longTerm.has(key)).toBe(false);
  });

  test.each([
    [1_700_000_049, 29],
    [1_700_000_050, undefined],
  ])("clob §13 ex. 32: cancel good-til %d", (goodTilBlockTime, code) => {
    const order = makeOrder(ME, "buy", ONE_BTC, PRICE, { flags: 64, goodTil: 1_700_000_050 });
    inBlock(w, 101, 1_700_000_001, () => placeStatefulOrder(w.k, order, false));
    const cancel = { orderId: order.orderId, goodTilBlockTime };
    const refused = inBlock(w, 102, 1_700_000_002, () => cancelStatefulOrder(w.k, cancel));
    expect(refused?.code).toBe(code);
  });

  test.each([
    [19_990_000n, 0, 10001],
    [20_000_000n, 0, undefined],
    [150_000_000n, 5, 10001],
  ])("clob §13 ex. 33: %s quote quantums, %d open", (usdc, open, code) => {
    w.setAccount(ME, 1_000n * USDC);
    const place = (clientId: number) =>
      inBlock(w, 101, 1_700_000_001, () =>
        placeStatefulOrder(
          w.k,
          makeOrder(ME, "buy", 1_000_000n, 100_000n, { clientId, flags: 64 }),
          false,
        ),
      );
    for (let i = 1; i <= open; i++) expect(place(i)).toBeUndefined();
    w.setAccount(ME, usdc);
    expect(place(100)?.code).toBe(code);
  });

  test("clob §13 ex. 34: 400 short-term messages a block", () => {
    const limiter = new RateLimiter();
    const config = w.k.clob.rateLimits.get();
    const bucket = "MaxShortTermOrdersAndCancelsPerNBlocks" as const;
    const attempt = (weight: number) =>
      limiter.attempt(config, bucket, ME.owner, 100, weight)?.code;
    for (let i = 0; i < 398; i++) expect(attempt(1)).toBeUndefined();
    expect(attempt(2)).toBeUndefined();
    expect(attempt(1)).toBe(5001);
  });

  test("clob §13 ex. 35: 20 stateful orders in 100 blocks", () => {
    const limiter = new RateLimiter();
    const config = w.k.clob.rateLimits.get();
    const bucket = "MaxStatefulOrdersPerNBlocks" as const;
    const attempt = (height: number) => limiter.attempt(config, bucket, ME.owner, height, 1)?.code;
    for (let i = 0; i < 20; i++) expect(attempt(100 + i)).toBeUndefined();
    expect(attempt(120)).toBe(5001);
    expect(attempt(221)).toBeUndefined();
  });

  test("orders of the chain itself need no equity tier and leave no trace when refused", () => {
    w.setAccount(ME, 1n * USDC);
    const order = makeOrder(ME, "buy", 1_000_000n, 100_000n, { flags: OrderFlags.LongTerm });
    expect(inBlock(w, 101, 1_700_000_001, () => placeStatefulOrder(w.k, order, false))?.code).toBe(
      10001,
    );
    expect(
      inBlock(w, 101, 1_700_000_001, () => placeStatefulOrder(w.k, order, true)),
    ).toBeUndefined();
  });
});
