import { clob } from "@perpetua/protocol";
import { expect, test } from "vitest";
import { balanceOf, USDC_DENOM } from "../../src/bank/index.js";
import { executeOperations } from "../../src/clob/operations/execute.js";
import { FEE_COLLECTOR } from "../../src/clob/settlement/distributeFees.js";
import { feeTiers } from "../../src/feetiers/index.js";
import { Mode } from "../../src/state/index.js";
import { account, DOLLAR, makeOrder, ONE_BTC, USDC, World } from "../unit/clob/world.js";

const [MAKER, TAKER] = [account(0), account(1)];
const PRICE = 30_000n * DOLLAR;

/** A staking discount makes takers pay less than makers get (risk.md §6.4). */
function world(): World {
  const w = new World();
  const tiers = feeTiers(w.k).map((t) => ({ ...t, makerFeePpm: -110, takerFeePpm: 500 }));
  w.k.feetiers.params.set({ tiers });
  const level = { minStakedBaseTokens: 0n, feeDiscountPpm: 900_000 };
  for (const { name } of tiers) w.k.feetiers.stakingTiers.set(name, [level]);
  for (const who of [MAKER, TAKER]) w.setAccount(who, 100_000n * USDC);
  return w;
}

const usdc = (w: World, who: typeof MAKER) => w.usdc(who) - 100_000n * USDC;
const TRADED = 30_000n * USDC;
/** 50 ppm, all of which the maker gets. */
const FEE = 1_500_000n;

/** Found by the simulation (seed 43, block 18): the block broke off, and with it the chain. */
test("a rebate is at most what the taker pays: in a block", () => {
  const w = world();
  const maker = makeOrder(MAKER, "sell", ONE_BTC, PRICE, { clientId: 1 });
  const taker = makeOrder(TAKER, "buy", ONE_BTC, PRICE, { clientId: 2 });
  Object.assign(w.k, {
    decodeOperationTx: (bytes: Uint8Array) => ({ msg: { order: clob.Order.decode(bytes) } }),
  });
  w.k.header = { ...w.k.header, height: 101, seconds: 1_700_000_001 };
  w.k.mode = Mode.Deliver;
  const collected = balanceOf(w.k, FEE_COLLECTOR, USDC_DENOM);
  const placed = [maker, taker].map((o) => ({
    shortTermOrderPlacement: clob.Order.encode(o).finish(),
  }));
  const fills = [{ makerOrderId: maker.orderId, fillAmount: ONE_BTC }];
  const match = { match: { matchOrders: { takerOrderId: taker.orderId, fills } } };
  expect(executeOperations(w.k, { operationsQueue: [...placed, match] })).toBeUndefined();
  expect(usdc(w, TAKER)).toBe(-TRADED - FEE);
  expect(usdc(w, MAKER)).toBe(TRADED + FEE);
  expect(balanceOf(w.k, FEE_COLLECTOR, USDC_DENOM)).toBe(collected);
});

test("a rebate is at most what the taker pays: on arrival", () => {
  const w = world();
  w.place(MAKER, "sell", ONE_BTC, PRICE);
  w.place(TAKER, "buy", ONE_BTC, PRICE);
  expect(usdc(w, TAKER)).toBe(-TRADED - FEE);
  expect(usdc(w, MAKER)).toBe(TRADED + FEE);
});
