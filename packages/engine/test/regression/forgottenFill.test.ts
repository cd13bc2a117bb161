import { expect, test } from "vitest";
import { endBlock, orderKey, prepareCheckState } from "../../src/clob/index.js";
import { Mode } from "../../src/state/index.js";
import { account, DOLLAR, makeOrder, ONE_BTC, USDC, World } from "../unit/clob/world.js";

/** Found by the simulation (seed 1001, block 412): the book kept the size that a fill had left. */
test("an order that inherited a fill is open in full when the fill is forgotten", () => {
  const w = new World();
  const { k } = w;
  w.setAccount(account(0), 1_000_000n * USDC);
  const options = { clientId: 1, goodTil: 110 };
  const order = makeOrder(account(0), "buy", ONE_BTC, 29_000n * DOLLAR, options);
  const key = orderKey(order.orderId);
  k.clob.fills.set(key, { amount: ONE_BTC / 4n, prunableHeight: 101 });
  k.memclob.prunable.note(101, key);
  k.memclob.fillFilter.addKey(key);
  k.registry.commit();
  w.place(account(0), "buy", ONE_BTC, 29_000n * DOLLAR, options);
  const lots = ONE_BTC / 1_000_000n;
  expect(w.levels("buy")).toEqual([[29_000n * DOLLAR, Number((lots * 3n) / 4n)]]);

  w.setBlock(101, 1_700_000_001);
  k.mode = Mode.EndBlock;
  endBlock(k);
  k.registry.commit();
  k.mode = Mode.PrepareCheckState;
  prepareCheckState(k);
  expect(w.levels("buy")).toEqual([[29_000n * DOLLAR, Number(lots)]]);
});
