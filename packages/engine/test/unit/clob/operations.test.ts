import { clob } from "@perpetua/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import { type Order, OrderFlags } from "../../../src/clob/index.js";
import { executeOperations } from "../../../src/clob/operations/execute.js";
import { placeStatefulOrder } from "../../../src/clob/stateful/place.js";
import { idKey } from "../../../src/perpetuals/index.js";
import { Mode } from "../../../src/state/index.js";
import { account, BTC, DOLLAR, makeOrder, ONE_BTC, USDC, World } from "./world.js";

const [MAKER, TAKER] = [account(0), account(1)];
const PRICE = 30_000n * DOLLAR;
const maker = makeOrder(MAKER, "sell", ONE_BTC, PRICE, { clientId: 1 });
const taker = makeOrder(TAKER, "buy", ONE_BTC, PRICE, { clientId: 2 });
const longTerm = (side: "buy" | "sell", o: object = {}) =>
  makeOrder(MAKER, side, ONE_BTC, PRICE, { clientId: 3, flags: OrderFlags.LongTerm, ...o });

const placement = (order: Order): clob.OperationRaw => ({
  shortTermOrderPlacement: clob.Order.encode(order).finish(),
});
const fill = (order: Order, fillAmount = ONE_BTC) => ({ makerOrderId: order.orderId, fillAmount });
const match = (order: Order, ...fills: clob.MakerFill[]): clob.OperationRaw => ({
  match: { matchOrders: { takerOrderId: order.orderId, fills } },
});
const removal = (order: Order, removalReason: number): clob.OperationRaw => ({
  orderRemoval: { orderId: order.orderId, removalReason },
});

/**
 * A world in which the bytes of a placement are those of the bare order, so that no signature is
 * needed.
 */
function deliveringWorld(): World {
  const w = new World();
  Object.assign(w.k, {
    decodeOperationTx: (bytes: Uint8Array) => ({ msg: { order: clob.Order.decode(bytes) } }),
  });
  for (const who of [MAKER, TAKER]) w.setAccount(who, 100_000n * USDC);
  w.k.header = { ...w.k.header, height: 101, seconds: 1_700_000_001 };
  w.k.mode = Mode.Deliver;
  return w;
}

describe("clob §6.3 proposed operations", () => {
  let w: World;
  beforeEach(() => {
    w = deliveringWorld();
  });
  const run = (...operationsQueue: clob.OperationRaw[]) =>
    executeOperations(w.k, { operationsQueue })?.code;

  test("a match of two short-term orders settles both", () => {
    expect(run(placement(maker), placement(taker), match(taker, fill(maker)))).toBeUndefined();
    expect(w.position(TAKER)).toBe(ONE_BTC);
    expect(w.position(MAKER)).toBe(-ONE_BTC);
  });

  test("shape errors are 4000", () => {
    expect(run(match(taker, fill(maker)))).toBe(4000);
    expect(run(placement(taker), match(taker, fill(maker)))).toBe(4000);
    expect(run(placement(maker), placement(taker), match(taker))).toBe(4000);
    expect(run(placement(maker), placement(taker), match(taker, fill(maker, 0n)))).toBe(4000);
    const twice = match(taker, fill(maker, 1_000_000n), fill(maker, 1_000_000n));
    expect(run(placement(maker), placement(taker), twice)).toBe(4000);
    expect(run(placement(maker), placement(maker))).toBe(4000);
    expect(run(placement(maker), placement({ ...maker, goodTilBlock: 109 }))).toBe(4000);
    expect(run(removal(maker, 1))).toBe(4000);
    expect(run(removal(longTerm("buy"), 0))).toBe(4000);
    expect(run(removal(longTerm("buy"), 7))).toBe(4000);
    expect(run({})).toBe(4000);
    expect(run(placement({ ...maker, quantums: 0n }))).toBe(4000);
  });

  test("placements are judged at the block's own height", () => {
    expect(run(placement({ ...maker, goodTilBlock: 101 }))).toBeUndefined();
    expect(run(placement({ ...maker, goodTilBlock: 100 }))).toBe(10);
    expect(run(placement({ ...maker, goodTilBlock: 142 }))).toBe(11);
  });

  test("a post-only taker, an IOC taker that traded, an IOC maker", () => {
    const postOnly = { ...taker, timeInForce: 2 };
    expect(run(placement(maker), placement(postOnly), match(taker, fill(maker)))).toBe(4001);
    const ioc = { ...taker, timeInForce: 1 };
    const part = match(taker, fill(maker, ONE_BTC / 2n));
    expect(run(placement(maker), placement(ioc), part, part)).toBe(2004);
    expect(run(placement({ ...maker, timeInForce: 1 }), placement(taker), part)).toBe(4001);
  });

  test("sides, prices, sizes and steps", () => {
    const both = (m: Order, t: Order, quantums = ONE_BTC) =>
      run(placement(m), placement(t), match(t, fill(m, quantums)));
    expect(both({ ...maker, side: 1 }, taker)).toBe(4001);
    expect(both({ ...maker, subticks: PRICE + DOLLAR }, taker)).toBe(4001);
    expect(both(maker, taker, ONE_BTC + 1_000_000n)).toBe(4001);
    expect(both(maker, taker, 1n)).toBe(18);
    expect(both(maker, { ...taker, orderId: { ...taker.orderId, subaccountId: MAKER } })).toBe(
      4001,
    );
    const half = ONE_BTC / 2n + 1_000_000n;
    const other = makeOrder(MAKER, "sell", ONE_BTC, PRICE, { clientId: 9 });
    const over = match(taker, fill(maker, half), fill(other, half));
    expect(run(placement(maker), placement(other), placement(taker), over)).toBe(4000);
  });

  test("an account that cannot bear the fill rejects the message with 102", () => {
    w.setAccount(TAKER, 1n * USDC);
    expect(run(placement(maker), placement(taker), match(taker, fill(maker)))).toBe(102);
  });

  test("a market in final settlement takes no matches", () => {
    const pair = w.k.clob.pairs.get(idKey(BTC));
    if (pair !== undefined) w.k.clob.pairs.set(idKey(BTC), { ...pair, status: 6 });
    expect(run(match(longTerm("buy"), fill(longTerm("sell", { clientId: 4 }))))).toBe(36);
  });

  test("a completed long-term order leaves state without an event", () => {
    const order = longTerm("sell");
    expect(placeStatefulOrder(w.k, order, false)).toBeUndefined();
    const events = w.k.indexer.all().length;
    expect(run(placement(taker), match(taker, fill(order)))).toBeUndefined();
    expect(w.k.clob.longTerm.size).toBe(0);
    expect(w.k.clob.fills.size).toBe(1);
    expect(w.k.clob.openCounts.size).toBe(0);
    const kinds = w.k.indexer
      .all()
      .slice(events)
      .map((e) => e.subtype);
    expect(kinds).toEqual(["subaccount_update", "subaccount_update", "order_fill"]);
  });

  test("a conditional order matches only after its trigger", () => {
    const stop = makeOrder(MAKER, "sell", ONE_BTC, PRICE, {
      flags: OrderFlags.Conditional,
      condition: 1,
      trigger: PRICE,
    });
    expect(placeStatefulOrder(w.k, stop, false)).toBeUndefined();
    expect(run(placement(taker), match(taker, fill(stop)))).toBe(3006);
  });

  test("removals: reasons and what they claim", () => {
    const place = (o: object) => placeStatefulOrder(w.k, longTerm("buy", o), false);
    expect(run(removal(longTerm("buy"), 1))).toBe(4006);
    place({});
    expect(run(removal(longTerm("buy"), 3))).toBe(4006);
    expect(run(removal(longTerm("buy"), 5))).toBe(4006);
    expect(run(removal(longTerm("buy"), 6))).toBe(4006);
    expect(run(removal(longTerm("buy"), 2))).toBe(4006);
    expect(run(removal(longTerm("buy"), 9))).toBe(4006);
    expect(run(removal(longTerm("buy"), 4))).toBeUndefined();
    expect(w.k.clob.longTerm.size).toBe(0);
    // An id that this block's operations removed cannot be placed again in the block.
    expect(place({})?.code).toBe(3009);
    place({ clientId: 8, timeInForce: 2 });
    expect(run(removal(longTerm("buy", { clientId: 8 }), 3))).toBeUndefined();
  });
});
