import { clob } from "@perpetua/protocol";
import { beforeEach, describe, expect, test } from "vitest";
import { moduleAddress } from "../../../src/auth/index.js";
import { addFillAmount } from "../../../src/clob/fillAmounts.js";
import {
  FINAL_SETTLEMENT,
  mustClobPair,
  type Order,
  OrderFlags,
  orderKey,
} from "../../../src/clob/index.js";
import { takeRecord } from "../../../src/clob/memclob/committedRecord.js";
import { placeOnBook } from "../../../src/clob/memclob/place.js";
import { purgeBooks } from "../../../src/clob/memclob/purge.js";
import { replayOrders } from "../../../src/clob/memclob/replay.js";
import { executeOperations } from "../../../src/clob/operations/execute.js";
import { clobQueries } from "../../../src/clob/queryTable.js";
import { cancelStatefulOrder } from "../../../src/clob/stateful/cancel.js";
import { expireStatefulOrders } from "../../../src/clob/stateful/expire.js";
import { placeStatefulOrder } from "../../../src/clob/stateful/place.js";
import { placeDueTwapLegs } from "../../../src/clob/stateful/twap.js";
import { validateBatchCancel } from "../../../src/clob/validation/batchCancelBasic.js";
import { must } from "../../../src/math/index.js";
import { idKey } from "../../../src/perpetuals/index.js";
import { Mode } from "../../../src/state/index.js";
import { account, BTC, DOLLAR, makeOrder, ONE_BTC, USDC, World } from "./world.js";

const [ME, OTHER, THIRD] = [account(0), account(1), account(2)];
const PRICE = 30_000n * DOLLAR;
const twapOf = (o: object = {}) =>
  makeOrder(ME, "sell", ONE_BTC, PRICE, {
    clientId: 5,
    flags: OrderFlags.Twap,
    twap: { duration: 300, interval: 30, priceTolerance: 0 },
    ...o,
  });

/** A block in execution whose matches name stateful orders only. */
function inBlock(): World {
  const w = new World();
  for (const who of [ME, OTHER, THIRD]) w.setAccount(who, 100_000n * USDC);
  w.k.header = { ...w.k.header, height: 101, seconds: 1_700_000_001 };
  w.k.mode = Mode.Deliver;
  return w;
}

/** The refusal of operations that match `taker` in full with `maker`. */
function matchAll(w: World, taker: Order, maker: Order, fillAmount = maker.quantums) {
  const fills = [{ makerOrderId: maker.orderId, fillAmount }];
  const match = { matchOrders: { takerOrderId: taker.orderId, fills } };
  return executeOperations(w.k, { operationsQueue: [{ match }] });
}

describe("an order that this block's operations completed was removed by them", () => {
  let w: World;
  const sell = makeOrder(ME, "sell", ONE_BTC, PRICE, { clientId: 3, flags: OrderFlags.LongTerm });
  const buy = makeOrder(OTHER, "buy", 2n * ONE_BTC, PRICE, {
    clientId: 4,
    flags: OrderFlags.LongTerm,
  });
  const cancel = (order: Order) =>
    cancelStatefulOrder(w.k, {
      orderId: order.orderId,
      goodTilBlock: undefined,
      goodTilBlockTime: order.goodTilBlockTime,
    })?.code;
  beforeEach(() => {
    w = inBlock();
    for (const order of [sell, buy]) expect(placeStatefulOrder(w.k, order, false)).toBeUndefined();
  });

  test("clob §3.6: its cancel is 3010, that of a partly filled one succeeds", () => {
    expect(matchAll(w, buy, sell)).toBeUndefined();
    expect(cancel(sell)).toBe(3010);
    expect(cancel(buy)).toBeUndefined();
    expect(cancel(buy)).toBe(3006);
  });

  test("clob §3.5: its id cannot be placed again in the block (3009)", () => {
    expect(matchAll(w, buy, sell)).toBeUndefined();
    expect(placeStatefulOrder(w.k, sell, false)?.code).toBe(3009);
  });

  test("clob §5.4: neither can the parent of a completed TWAP leg be cancelled", () => {
    const parent = twapOf();
    expect(placeStatefulOrder(w.k, parent, false)).toBeUndefined();
    placeDueTwapLegs(w.k);
    const legId = { ...parent.orderId, orderFlags: OrderFlags.TwapSuborder };
    const leg = w.k.clob.longTerm.get(orderKey(legId))?.order;
    expect(leg?.quantums).toBe(ONE_BTC / 10n);
    if (leg === undefined) return;
    expect(matchAll(w, buy, leg)).toBeUndefined();
    expect(cancel(parent)).toBe(3010);
  });
});

describe("TWAP legs at the limits", () => {
  test("clob §5.4: a leg of size 0 is stored, never matches and expires", () => {
    const w = inBlock();
    const parent = twapOf();
    expect(placeStatefulOrder(w.k, parent, false)).toBeUndefined();
    const key = orderKey(parent.orderId);
    const twap = w.k.clob.twaps.get(key);
    if (twap !== undefined) w.k.clob.twaps.set(key, { ...twap, remainingQuantums: 999_999n });
    placeDueTwapLegs(w.k);
    const legId = { ...parent.orderId, orderFlags: OrderFlags.TwapSuborder };
    const leg = w.k.clob.longTerm.get(orderKey(legId))?.order;
    expect(leg?.quantums).toBe(0n);
    const market = w.k.memclob.market(w.k, BTC);
    if (leg === undefined || market === undefined) return;
    w.k.mode = Mode.PrepareCheckState;
    expect(placeOnBook(w.k, market, leg, undefined)?.code).toBe(24);
  });

  test("a tolerance that leaves nothing of the price: the leg sells to any bid", () => {
    const w = inBlock();
    const parent = twapOf({ twap: { duration: 300, interval: 30, priceTolerance: 999_999 } });
    expect(placeStatefulOrder(w.k, { ...parent, subticks: 0n }, false)).toBeUndefined();
    placeDueTwapLegs(w.k);
    const legId = { ...parent.orderId, orderFlags: OrderFlags.TwapSuborder };
    const leg = w.k.clob.longTerm.get(orderKey(legId))?.order;
    expect(leg?.subticks).toBe(0n);
    w.k.mode = Mode.CheckTx;
    const market = w.k.memclob.market(w.k, BTC);
    if (leg === undefined || market === undefined) return;
    w.place(OTHER, "buy", ONE_BTC / 20n, PRICE);
    expect(placeOnBook(w.k, market, leg, undefined)).toBeUndefined();
    expect(w.position(OTHER)).toBe(ONE_BTC / 20n);
    expect(w.levels("sell")).toEqual([[0n, 500]]);
  });
});

describe("batch cancels", () => {
  const batch = (clientIds: number[], goodTilBlock = 5) =>
    validateBatchCancel({
      subaccountId: ME,
      shortTermCancels: [{ clobPairId: 0, clientIds }],
      goodTilBlock,
    });

  test("clob §3.7: a good-til-block of 0 is left to the window (10), not refused as 5", () => {
    expect(batch([1], 0)).toBeUndefined();
  });

  test("a message full of ids is refused in no time", () => {
    const start = performance.now();
    expect(batch(Array.from({ length: 200_000 }, (_, i) => i))?.code).toBe(45);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe("operations that contradict the state in two ways", () => {
  test("clob §6.3: a liquidation of wrong size and side is refused for its size (1004)", () => {
    const w = inBlock();
    w.setAccount(ME, -29_700n * USDC, { [BTC]: ONE_BTC });
    const maker = makeOrder(OTHER, "buy", ONE_BTC, PRICE, { clientId: 4, flags: 64 });
    expect(placeStatefulOrder(w.k, maker, false)).toBeUndefined();
    const run = (change: object) => {
      const matchPerpetualLiquidation = {
        liquidated: { ...ME },
        clobPairId: BTC,
        perpetualId: BTC,
        totalSize: ONE_BTC,
        isBuy: false,
        fills: [{ makerOrderId: maker.orderId, fillAmount: 1_000_000n }],
        ...change,
      };
      return executeOperations(w.k, { operationsQueue: [{ match: { matchPerpetualLiquidation } }] })
        ?.code;
    };
    expect(run({ isBuy: true })).toBe(1004);
  });

  test("clob §9.4: a marker with the flag of final settlement is refused (1021)", () => {
    const w = inBlock();
    w.setAccount(ME, -30_500n * USDC, { [BTC]: ONE_BTC });
    const run = (isFinalSettlement: boolean) => {
      const matchPerpetualDeleveraging = {
        liquidated: { ...ME },
        perpetualId: BTC,
        fills: [],
        isFinalSettlement,
      };
      return executeOperations(w.k, {
        operationsQueue: [{ match: { matchPerpetualDeleveraging } }],
      })?.code;
    };
    expect(run(true)).toBe(1021);
    expect(run(false)).toBeUndefined();
    w.k.clob.pairs.set(idKey(BTC), { ...mustClobPair(w.k, BTC), status: FINAL_SETTLEMENT });
    w.setAccount(ME, -29_000n * USDC, { [BTC]: ONE_BTC });
    expect(run(true)).toBe(4008);
  });
});

describe("builders that cannot be paid", () => {
  const blocked: clob.BuilderCodeParameters = {
    builderAddress: moduleAddress("fee_collector"),
    feePpm: 100,
  };
  const withBuilder = (order: Order): Order => ({ ...order, builderCodeParameters: blocked });
  const matches = (w: World) => w.fills().length;
  function checking(): World {
    const w = inBlock();
    w.k.mode = Mode.CheckTx;
    return w;
  }
  const put = (w: World, order: Order) => {
    const market = w.k.memclob.market(w.k, BTC);
    if (market === undefined) throw new Error("no market");
    return placeOnBook(w.k, market, order, new Uint8Array([order.orderId.clientId]));
  };

  test("clob §7.5: such a taker matches nothing, so that no block carries its fill", () => {
    const w = checking();
    put(w, makeOrder(OTHER, "sell", ONE_BTC, PRICE, { clientId: 1 }));
    w.messages();
    put(w, withBuilder(makeOrder(ME, "buy", ONE_BTC, PRICE, { clientId: 2 })));
    expect(matches(w)).toBe(0);
    expect(w.messages()).toEqual(["place 2", "remove 2 (3)"]);
    expect(w.levels("sell")).toHaveLength(1);
  });

  test("such a maker leaves the book and the taker goes on", () => {
    const w = checking();
    put(w, withBuilder(makeOrder(OTHER, "sell", ONE_BTC, PRICE, { clientId: 1 })));
    put(w, makeOrder(THIRD, "sell", ONE_BTC, PRICE, { clientId: 2 }));
    w.messages();
    put(w, makeOrder(ME, "buy", ONE_BTC, PRICE, { clientId: 3 }));
    expect(w.fills()).toEqual([[2, ONE_BTC]]);
    expect(w.messages()).toEqual([
      "place 3",
      "remove 1 (3)",
      `update 2 = ${ONE_BTC}`,
      `update 3 = ${ONE_BTC}`,
    ]);
  });
});

test("clob §4.3, §5.2: a taker whose permissioned key is gone is not matched again after a commit", () => {
  const w = inBlock();
  const { k } = w;
  k.mode = Mode.CheckTx;
  const market = must(k.memclob.market(k, BTC), "the market exists");
  const tx = new Uint8Array([1]);
  const taker = makeOrder(ME, "buy", ONE_BTC, PRICE, { clientId: 1, goodTil: 110 });
  placeOnBook(k, market, makeOrder(OTHER, "sell", ONE_BTC, PRICE, { clientId: 2 }), tx.slice());
  const queue = [{ kind: "shortTerm", order: taker, tx }] as const;
  const record = takeRecord(k);
  k.memclob.permissioned.add(tx);
  k.memclob.isKeyExpired = (bytes) => bytes === tx;
  k.memclob.isReplaying = true;
  w.messages();
  k.mode = Mode.PrepareCheckState;
  replayOrders(k, record, queue);
  expect(w.fills()).toEqual([]);
  expect(w.messages()).toEqual(["remove 1 (1)"]);
  k.memclob.isKeyExpired = () => false;
  replayOrders(k, record, queue);
  expect(w.fills()).toEqual([[2, ONE_BTC]]);
  // Of an order that the block filled nothing is said.
  w.messages();
  k.memclob.clearMatched();
  addFillAmount(k, taker, ONE_BTC);
  k.memclob.isKeyExpired = () => true;
  replayOrders(k, record, queue);
  expect(w.messages()).toEqual([]);
});

test("clob §4.6: accounts of one owner are visited by number, not as text", () => {
  const w = inBlock();
  w.k.mode = Mode.CheckTx;
  const [two, ten] = [account(0, 2), account(0, 10)];
  const market = w.k.memclob.market(w.k, BTC);
  if (market === undefined) throw new Error("no market");
  const put = (order: Order) => placeOnBook(w.k, market, order, undefined);
  for (const [i, who] of [two, ten].entries()) {
    w.setAccount(who, 100_000n * USDC, { [BTC]: ONE_BTC });
    const leg = makeOrder(who, "sell", ONE_BTC, 2n * PRICE, {
      clientId: 20 + i,
      flags: OrderFlags.TwapSuborder,
      reduceOnly: true,
    });
    expect(put(leg)).toBeUndefined();
    expect(put(makeOrder(who, "sell", ONE_BTC, PRICE, { clientId: 30 + i, flags: 64 }))).toBe(
      undefined,
    );
  }
  w.messages();
  put(makeOrder(OTHER, "buy", 2n * ONE_BTC, PRICE, { clientId: 1, flags: 64 }));
  const removed = w.messages().filter((m) => m.startsWith("remove"));
  expect(removed).toEqual(["remove 20 (9)", "remove 21 (9)"]);
});

test("clob §11: the leverage query names clob pairs, not perpetuals", () => {
  const w = new World();
  const btc = mustClobPair(w.k, BTC);
  w.k.clob.pairs.delete(idKey(BTC));
  w.k.clob.pairs.set(idKey(77), { ...btc, id: 77 });
  w.k.subaccounts.leverage.set(ME.owner, [{ perpetualId: BTC, customImfPpm: 100_000 }]);
  const [, run] = must(
    clobQueries.find(([path]) => path.endsWith("/Leverage")),
    "the query exists",
  );
  const request = clob.QueryLeverageRequest.encode({ owner: ME.owner, number: 0 }).finish();
  const answer = clob.QueryLeverageResponse.decode(run(w.k, request).value);
  expect(answer.clobPairLeverage).toEqual([{ clobPairId: 77, customImfPpm: 100_000 }]);
});

test("clob §5.2: expired orders leave in the order of (time, id bytes), recorded in main, block 2", () => {
  const w = inBlock();
  const { k } = w;
  const market = must(k.memclob.market(k, BTC), "the market exists");
  // The second expires a second earlier; the others by the little-endian bytes of their ids.
  const ids = [0, 2_147_483_648, 8_388_608, 2_155_872_256];
  for (const clientId of ids) {
    const goodTil = 1_700_000_010 - (clientId === 2_155_872_256 ? 1 : 0);
    const order = makeOrder(ME, "buy", ONE_BTC, PRICE / 2n, { clientId, flags: 64, goodTil });
    k.mode = Mode.Deliver;
    expect(placeStatefulOrder(k, order, true)).toBeUndefined();
    k.mode = Mode.PrepareCheckState;
    expect(placeOnBook(k, market, order, undefined)).toBeUndefined();
  }
  k.header = { ...k.header, height: 102, seconds: 1_700_000_010 };
  k.mode = Mode.EndBlock;
  expireStatefulOrders(k);
  w.messages();
  k.mode = Mode.PrepareCheckState;
  purgeBooks(k, takeRecord(k), []);
  expect(w.messages()).toEqual([
    "remove 2155872256 (1)",
    "remove 2147483648 (1)",
    "remove 8388608 (1)",
    "remove 0 (1)",
  ]);
});

test("clob §11: a page of pairs begins at the next one when its key names none", () => {
  const w = new World();
  const [, run] = must(
    clobQueries.find(([path]) => path.endsWith("/ClobPairAll")),
    "the query exists",
  );
  const page = (key: number[], limit: bigint) => {
    const pagination = {
      key: Uint8Array.from(key),
      offset: 0n,
      limit,
      countTotal: false,
      reverse: false,
    };
    const request = clob.QueryAllClobPairRequest.encode({ pagination }).finish();
    const answer = clob.QueryClobPairAllResponse.decode(run(w.k, request).value);
    return [answer.clobPair.map((p) => p.id), [...(answer.pagination?.nextKey ?? [])]];
  };
  expect(page([0, 0, 0, 31], 2n)).toEqual([
    [31, 32],
    [0, 0, 0, 35],
  ]);
  expect(page([0, 0, 0, 33], 1n)).toEqual([[35], [0, 0, 1, 44]]);
  expect(page([0, 0, 1, 45, 0], 1n)).toEqual([[], []]);
});
