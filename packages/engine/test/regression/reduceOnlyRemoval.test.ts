import { expect, test } from "vitest";
import { OrderFlags, orderKey } from "../../src/clob/index.js";
import { placeOnBook } from "../../src/clob/memclob/place.js";
import { executeOperations } from "../../src/clob/operations/execute.js";
import { must } from "../../src/math/index.js";
import { Mode } from "../../src/state/index.js";
import { account, BTC, DOLLAR, makeOrder, ONE_BTC, USDC, World } from "../unit/clob/world.js";

const [OWNER, OTHER] = [account(0), account(1)];
const PRICE = 30_000n * DOLLAR;
type Order = ReturnType<typeof makeOrder>;

/** A committed world with one position and stateful orders, the reduce-only one a leg of a TWAP. */
function world(position: bigint, orders: readonly Order[]): World {
  const w = new World();
  w.setAccount(OWNER, 100_000n * USDC, position === 0n ? {} : { [BTC]: position });
  w.setAccount(OTHER, 100_000n * USDC);
  const { k } = w;
  for (const order of orders) {
    const placementIndex = { blockHeight: 100, transactionIndex: 0 };
    k.clob.longTerm.set(orderKey(order.orderId), { order, placementIndex });
    if (order.orderId.orderFlags !== OrderFlags.TwapSuborder) continue;
    const parent = { ...order.orderId, orderFlags: OrderFlags.Twap };
    const twap = { order, remainingLegs: 1, remainingQuantums: order.quantums };
    k.clob.twaps.set(orderKey(parent), twap);
  }
  k.registry.commit();
  k.registry.clearBlockScoped();
  return w;
}

function place(w: World, order: Order): void {
  const market = must(w.k.memclob.market(w.k, BTC), "the market exists");
  expect(placeOnBook(w.k, market, order, undefined)).toBeUndefined();
}

/** The refusal of a block that carries the local queue, and the removals in it. */
function block(w: World): [code: number | undefined, removals: number] {
  const operationsQueue = w.k.memclob.queue.toRaw();
  w.k.registry.rollback();
  w.k.registry.clearBlockScoped();
  w.k.mode = Mode.Deliver;
  const refused = executeOperations(w.k, { operationsQueue });
  return [refused?.code, operationsQueue.filter((o) => o.orderRemoval !== undefined).length];
}

const limit = (
  who: typeof OWNER,
  side: "buy" | "sell",
  lots: bigint,
  price: bigint,
  clientId: number,
) => makeOrder(who, side, (lots * ONE_BTC) / 10n, price, { clientId, flags: OrderFlags.LongTerm });
const leg = (side: "buy" | "sell", lots: bigint, price: bigint) =>
  makeOrder(OWNER, side, (lots * ONE_BTC) / 10n, price, {
    clientId: 9,
    flags: OrderFlags.TwapSuborder,
    reduceOnly: true,
  });

test("a reduce-only order that a loop's own fills made useless is removed behind the match", () => {
  const orders = [
    limit(OWNER, "sell", 10n, PRICE, 1),
    leg("sell", 5n, PRICE + DOLLAR),
    limit(OTHER, "buy", 12n, PRICE + DOLLAR, 2),
  ] as const;
  const w = world(ONE_BTC, orders);
  for (const order of orders) place(w, order);
  expect(w.fills()).toEqual([[1, ONE_BTC]]);
  expect(w.messages().filter((m) => m.startsWith("remove"))).toEqual(["remove 9 (9)"]);
  expect(block(w)).toEqual([undefined, 1]);
  expect([w.position(OWNER), w.position(OTHER)]).toEqual([0n, ONE_BTC]);
});

/** Found by the simulation (seed 312, block 9): the block lost all its operations. */
test("one that rested by mistake leaves the book without an operation that a block would refuse", () => {
  const orders = [
    leg("sell", 2n, 2n * PRICE),
    limit(OWNER, "buy", 10n, PRICE, 1),
    limit(OTHER, "sell", 10n, PRICE, 2),
  ] as const;
  const w = world(ONE_BTC / 2n, orders);
  place(w, orders[0]);
  // Another proposer's block turned the position while the order rested here.
  w.setAccount(OWNER, 100_000n * USDC, { [BTC]: -ONE_BTC / 2n });
  w.k.registry.commit();
  place(w, orders[1]);
  place(w, orders[2]);
  expect(w.messages().filter((m) => m.startsWith("remove"))).toEqual(["remove 9 (9)"]);
  expect(w.levels("sell")).toEqual([]);
  expect(block(w)).toEqual([undefined, 0]);
  expect(w.position(OWNER)).toBe(ONE_BTC / 2n);
});
