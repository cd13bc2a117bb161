import { expect, test } from "vitest";
import { initBooksFromState, OrderFlags, orderKey } from "../../src/clob/index.js";
import { executeOperations } from "../../src/clob/operations/execute.js";
import { Mode } from "../../src/state/index.js";
import { account, BTC, DOLLAR, makeOrder, ONE_BTC, USDC, World } from "../unit/clob/world.js";

const [MAKER, TAKER] = [account(0), account(1)];
const PRICE = 30_000n * DOLLAR;
const order = (who: typeof MAKER, side: "buy" | "sell", clientId: number) =>
  makeOrder(who, side, ONE_BTC, PRICE, { clientId, flags: OrderFlags.LongTerm });

/** A committed world whose long-term orders cross: the node stopped before it could match them. */
function world(): World {
  const w = new World();
  const { k } = w;
  const orders = [order(MAKER, "sell", 1), order(TAKER, "buy", 2)];
  for (const [transactionIndex, o] of orders.entries()) {
    w.setAccount(o.orderId.subaccountId, 100_000n * USDC);
    const placementIndex = { blockHeight: 100, transactionIndex };
    k.clob.longTerm.set(orderKey(o.orderId), { order: o, placementIndex });
  }
  k.registry.commit();
  k.registry.clearBlockScoped();
  return w;
}

/** Found by the simulation (seed 518, block 22): a later match contradicted the queued one. */
test("what a restarted node matches lies in its check state, as in what it proposes", () => {
  const w = world();
  initBooksFromState(w.k);
  expect(w.fills()).toEqual([[1, ONE_BTC]]);
  expect([w.position(MAKER), w.position(TAKER)]).toEqual([-ONE_BTC, ONE_BTC]);
  const operationsQueue = w.k.memclob.queue.toRaw();
  w.k.registry.rollback();
  expect(w.position(TAKER, BTC)).toBe(0n);
  w.k.mode = Mode.Deliver;
  expect(executeOperations(w.k, { operationsQueue })).toBeUndefined();
});

test("in the first block of a node it leaves the state of the block alone", () => {
  const w = world();
  initBooksFromState(w.k, true);
  expect(w.fills()).toEqual([[1, ONE_BTC]]);
  expect(w.position(TAKER)).toBe(0n);
});
