import { indexerEvents } from "@perpetua/protocol";
import { describe, expect, test } from "vitest";
import { deleveragingFill } from "../../../src/clob/deleveraging/fill.js";
import { deleverageAccounts } from "../../../src/clob/deleveraging/procedure.js";
import { FINAL_SETTLEMENT, INITIALIZING, mustClobPair } from "../../../src/clob/index.js";
import { bankruptcyQuote } from "../../../src/clob/liquidation/bankruptcy.js";
import { executeOperations } from "../../../src/clob/operations/execute.js";
import { idKey } from "../../../src/perpetuals/index.js";
import { Mode } from "../../../src/state/index.js";
import { transferFunds } from "../../../src/subaccounts/index.js";
import { account, BTC, ONE_BTC, USDC, World } from "./world.js";

const ME = account(0);
const [X, Y, Z] = [account(1), account(2), account(3)];
const tenths = (n: number) => (BigInt(n) * ONE_BTC) / 10n;

/** The account of clob §13 ex. 48: long 1 BTC, USDC −30,500. */
function insolvent(): World {
  const w = new World();
  w.setAccount(ME, -30_500n * USDC, { [BTC]: ONE_BTC });
  return w;
}

describe("clob §13.6 deleveraging", () => {
  test("clob §13 ex. 57: two counterparties", () => {
    const w = insolvent();
    w.setAccount(X, 13_000n * USDC, { [BTC]: -tenths(4) });
    w.setAccount(Z, 40_000n * USDC, { [BTC]: -ONE_BTC });
    expect(deleveragingFill(w.k, ME, X, BTC, tenths(4), false)).toBeUndefined();
    expect([w.position(ME), w.usdc(ME), w.risk(ME).nc]).toEqual([
      tenths(6),
      -18_300_000_000n,
      -300_000_000n,
    ]);
    expect([w.position(X), w.usdc(X)]).toEqual([0n, 800_000_000n]);
    expect(deleveragingFill(w.k, ME, Z, BTC, tenths(6), false)).toBeUndefined();
    expect(w.usdc(Z)).toBe(40_000n * USDC - 18_300_000_000n);
    expect([w.position(ME), w.usdc(ME)]).toEqual([0n, 0n]);
  });

  test("clob §13 ex. 58: a counterparty that would end negative", () => {
    const w = insolvent();
    w.setAccount(Y, 12_100n * USDC, { [BTC]: -tenths(4) });
    const refused = deleveragingFill(w.k, ME, Y, BTC, tenths(4), false);
    expect(refused?.code).toBe(4004);
    expect(refused?.log).toContain("StillUndercollateralized");
    expect(w.position(ME)).toBe(ONE_BTC);
  });

  test("clob §13 ex. 59: bankruptcy price of a short", () => {
    const w = new World();
    w.setAccount(ME, 29_500n * USDC, { [BTC]: -ONE_BTC });
    expect(w.risk(ME).nc).toBe(-500_000_000n);
    expect(bankruptcyQuote(w.k, ME, BTC, ONE_BTC)).toBe(-29_500_000_000n);
    expect(bankruptcyQuote(w.k, ME, BTC, tenths(3))).toBe(-8_850_000_000n);
    w.setAccount(X, 0n, { [BTC]: tenths(3) });
    w.k.mode = Mode.Deliver;
    expect(deleveragingFill(w.k, ME, X, BTC, tenths(3), false)).toBeUndefined();
    const event = w.k.indexer.all().find((e) => e.subtype === "deleveraging");
    const decoded = indexerEvents.DeleveragingEventV1.decode(event?.encode() ?? new Uint8Array());
    expect(decoded).toMatchObject({
      fillAmount: tenths(3),
      totalQuoteQuantums: 8_850_000_000n,
      isBuy: true,
      isFinalSettlement: false,
    });
  });

  test("clob §13 ex. 60: bankruptcy price at the genesis price", () => {
    const w = new World();
    w.setPrice(BTC, 2_868_819_524n);
    w.setAccount(ME, -4_300_000_000n, { [BTC]: 1_482_000_000n });
    expect(w.risk(ME).nc).toBe(-48_409_466n);
    expect(bankruptcyQuote(w.k, ME, BTC, -1_000_000n)).toBe(2_901_485n);
    expect(bankruptcyQuote(w.k, ME, BTC, -1_482_000_000n)).toBe(4_300_000_000n);
  });

  test("clob §13 ex. 61: final settlement at the oracle price", () => {
    const w = new World();
    w.setPrice(BTC, 2_868_819_524n);
    w.k.clob.pairs.set(idKey(BTC), { ...mustClobPair(w.k, BTC), status: FINAL_SETTLEMENT });
    w.setAccount(ME, 0n, { [BTC]: 1_000_000_000n });
    w.setAccount(X, 10_000n * USDC, { [BTC]: -1_000_000_000n });
    expect(deleveragingFill(w.k, ME, X, BTC, 1_000_000_000n, true)).toBeUndefined();
    expect(w.usdc(ME)).toBe(2_868_819_524n);
    expect(w.usdc(X)).toBe(10_000n * USDC - 2_868_819_524n);
  });

  test("clob §13 ex. 62: the withdrawal gate", () => {
    const w = insolvent();
    w.setAccount(X, 1_000n * USDC);
    const { k } = w;
    const at = (height: number) => {
      k.header = { ...k.header, height };
      k.mode = Mode.Deliver;
      return transferFunds(k, X, Y, 1_000_000n);
    };
    k.header = { ...k.header, height: 200 };
    k.mode = Mode.Deliver;
    const match = { liquidated: { ...ME }, perpetualId: BTC, fills: [], isFinalSettlement: false };
    const operations = { operationsQueue: [{ match: { matchPerpetualDeleveraging: match } }] };
    expect(executeOperations(k, operations)).toBeUndefined();
    for (const height of [200, 249]) {
      const refused = at(height);
      expect(refused?.code).toBe(102);
      expect(refused?.log).toContain("WithdrawalsAndTransfersBlocked");
    }
    expect(at(250)).toBeUndefined();
  });

  test("a marker for an account that is not negative is refused", () => {
    const w = new World();
    w.setAccount(ME, -29_700n * USDC, { [BTC]: ONE_BTC });
    w.k.mode = Mode.Deliver;
    const match = { liquidated: { ...ME }, perpetualId: BTC, fills: [], isFinalSettlement: false };
    const operations = { operationsQueue: [{ match: { matchPerpetualDeleveraging: match } }] };
    expect(executeOperations(w.k, operations)?.code).toBe(4008);
  });

  test("the procedure offsets against opposite positions only, and marks what is left", () => {
    const w = insolvent();
    w.setAccount(X, 13_000n * USDC, { [BTC]: -tenths(4) });
    w.setAccount(Z, 50_000n * USDC, { [BTC]: tenths(4) });
    const input = {
      liquidatable: [ME],
      negativeTnc: [ME],
      positions: [{ perpetualId: BTC, longs: [ME, Z], shorts: [X, Z] }],
    };
    deleverageAccounts(w.k, input, [{ account: ME, perpetualId: BTC }]);
    const matches = w.k.memclob.queue
      .all()
      .flatMap((op) => (op.kind === "match" ? [op.match.matchPerpetualDeleveraging] : []));
    expect(matches.map((m) => m?.fills.map((f) => f.fillAmount))).toEqual([[tenths(4)], []]);
  });

  test("clob §1.5: nothing is proposed in a market that is initialising, whose block would refuse it", () => {
    const w = insolvent();
    w.setAccount(X, 13_000n * USDC, { [BTC]: -tenths(4) });
    w.k.clob.pairs.set(idKey(BTC), { ...mustClobPair(w.k, BTC), status: INITIALIZING });
    const positions = [{ perpetualId: BTC, longs: [ME], shorts: [X] }];
    const input = { liquidatable: [ME], negativeTnc: [ME], positions };
    deleverageAccounts(w.k, input, [{ account: ME, perpetualId: BTC }]);
    expect(w.k.memclob.queue.all()).toEqual([]);
    w.k.mode = Mode.Deliver;
    const match = { liquidated: { ...ME }, perpetualId: BTC, fills: [], isFinalSettlement: false };
    const operations = { operationsQueue: [{ match: { matchPerpetualDeleveraging: match } }] };
    expect(executeOperations(w.k, operations)?.code).toBe(36);
  });
});
