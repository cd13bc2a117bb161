import { clob } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { balanceOf, USDC_DENOM } from "../../../src/bank/index.js";
import { executeOperations } from "../../../src/clob/operations/execute.js";
import { setUnconditionalConfig } from "../../../src/revshare/rules.js";
import { Mode } from "../../../src/state/index.js";
import { account, DOLLAR, makeOrder, ONE_BTC, USDC, World } from "./world.js";

const [MAKER, TAKER, PARTNER] = [account(0), account(1), account(2)];
const PRICE = 30_000n * DOLLAR;

/** A fill in a block while 5 % of net revenue is promised to `partner`; its refusal, if any. */
function fill(w: World, partner: string) {
  for (const who of [MAKER, TAKER]) w.setAccount(who, 100_000n * USDC);
  expect(
    setUnconditionalConfig(w.k, { configs: [{ address: partner, sharePpm: 50_000 }] }),
  ).toBeUndefined();
  const maker = makeOrder(MAKER, "sell", ONE_BTC, PRICE, { clientId: 1 });
  const taker = makeOrder(TAKER, "buy", ONE_BTC, PRICE, { clientId: 2 });
  Object.assign(w.k, {
    decodeOperationTx: (bytes: Uint8Array) => ({ msg: { order: clob.Order.decode(bytes) } }),
  });
  w.k.header = { ...w.k.header, height: 101, seconds: 1_700_000_001 };
  w.k.mode = Mode.Deliver;
  const placed = [maker, taker].map((o) => ({
    shortTermOrderPlacement: clob.Order.encode(o).finish(),
  }));
  const fills = [{ makerOrderId: maker.orderId, fillAmount: ONE_BTC }];
  const match = { match: { matchOrders: { takerOrderId: taker.orderId, fills } } };
  return executeOperations(w.k, { operationsQueue: [...placed, match] });
}

describe("risk §9.5 fixed recipients of revenue", () => {
  it("are paid from the pool of the market", () => {
    const w = new World();
    expect(fill(w, PARTNER.owner)).toBeUndefined();
    expect(balanceOf(w.k, PARTNER.owner, USDC_DENOM)).toBeGreaterThan(0n);
  });

  it("a bad address, which nobody checked when it was set, fails the distribution", () => {
    const w = new World();
    expect(fill(w, "nobody")).toMatchObject({ codespace: "undefined", code: 1 });
    expect(balanceOf(w.k, "nobody", USDC_DENOM)).toBe(0n);
    expect(w.k.auth.accounts.get("nobody")).toBeUndefined();
  });
});
