import { type clob, sending } from "@perpetua/protocol";
import { expect, test } from "vitest";
import { clobCheckTx } from "../../src/clob/checkTx.js";
import { executeOperations } from "../../src/clob/operations/execute.js";
import { operationsToPropose } from "../../src/clob/proposal.js";
import { must } from "../../src/math/index.js";
import { sendingMessages } from "../../src/sending/index.js";
import { Mode } from "../../src/state/index.js";
import { account, BTC, DOLLAR, makeOrder, ONE_BTC, USDC, World } from "../unit/clob/world.js";

const [RICH, MAKER, TAKER, POOR] = [account(0), account(1), account(2), account(0, 1)];
const PRICE = 30_000n * DOLLAR;
const LEVERAGE = "/dydxprotocol.clob.MsgUpdateLeverage";
const TRANSFER = "/dydxprotocol.sending.MsgCreateTransfer";

/** A book with an ask; one account has all the money of its owner, the other none, committed. */
function world(): World {
  const w = new World();
  for (const who of [RICH, MAKER, TAKER]) w.setAccount(who, 100_000n * USDC);
  const { k } = w;
  k.registry.commit();
  k.registry.clearBlockScoped();
  Object.assign(k, {
    decodeOperationTx: (bytes: Uint8Array) => ({ msg: { order: orders.get(bytes) } }),
  });
  return w;
}

/** The orders that were placed, by the bytes that stand for their transactions. */
const orders = new Map<Uint8Array, ReturnType<typeof makeOrder>>();

function place(w: World, order: ReturnType<typeof makeOrder>): void {
  const tx = new Uint8Array([order.orderId.clientId]);
  orders.set(tx, order);
  const typeUrl = "/dydxprotocol.clob.MsgPlaceOrder";
  const message = { typeUrl, value: { order }, handler: { handle: () => new Uint8Array() } };
  expect(clobCheckTx(w.k, [message], tx, 0n)).toBeUndefined();
}

/** A free transaction that moves money on to an account, in the check state only. */
function moveMoney(w: World): void {
  const handler = must(
    sendingMessages.find((m) => m.typeUrl === TRANSFER),
    "transfers are handled",
  );
  const clobPairLeverage: clob.LeverageEntry[] = [{ clobPairId: BTC, customImfPpm: 20_000 }];
  const transfer = sending.MsgCreateTransfer.fromPartial({
    transfer: { sender: RICH, recipient: POOR, assetId: 0, amount: 50_000n * USDC },
  });
  const messages = [
    { typeUrl: LEVERAGE, value: { subaccountId: RICH, clobPairLeverage }, handler },
    { typeUrl: TRANSFER, value: transfer, handler },
  ];
  expect(clobCheckTx(w.k, messages as never, new Uint8Array([9]), 0n)).toBeUndefined();
  expect(w.usdc(POOR)).toBe(50_000n * USDC);
}

/** The code of a block that carries what the node proposes, and what it matched. */
function block(w: World): [code: number | undefined, matches: number] {
  const operationsQueue = operationsToPropose(w.k);
  w.k.registry.rollback();
  w.k.registry.clearBlockScoped();
  w.k.header = { ...w.k.header, height: w.k.header.height + 1 };
  w.k.mode = Mode.Deliver;
  const refused = executeOperations(w.k, { operationsQueue });
  return [refused?.code, operationsQueue.filter((o) => o.match !== undefined).length];
}

test("matches on money that only the check state has do not cost the block its other matches", () => {
  const w = world();
  place(w, makeOrder(MAKER, "sell", 2n * ONE_BTC, PRICE, { clientId: 1 }));
  moveMoney(w);
  place(w, makeOrder(POOR, "buy", ONE_BTC, PRICE, { clientId: 2 }));
  place(w, makeOrder(TAKER, "buy", ONE_BTC, PRICE, { clientId: 3 }));
  expect(w.fills()).toEqual([
    [1, ONE_BTC],
    [1, ONE_BTC],
  ]);
  expect(w.position(POOR)).toBe(ONE_BTC);
  expect(block(w)).toEqual([undefined, 1]);
  expect([w.position(POOR), w.position(TAKER)]).toEqual([0n, ONE_BTC]);
});

test("without such money the whole queue is proposed", () => {
  const w = world();
  place(w, makeOrder(MAKER, "sell", 2n * ONE_BTC, PRICE, { clientId: 1 }));
  place(w, makeOrder(RICH, "buy", ONE_BTC, PRICE, { clientId: 2 }));
  place(w, makeOrder(TAKER, "buy", ONE_BTC, PRICE, { clientId: 3 }));
  expect(block(w)).toEqual([undefined, 2]);
});
