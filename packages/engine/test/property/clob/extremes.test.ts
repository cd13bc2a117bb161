import type { clob } from "@perpetua/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkInvariants, clobCheckTx } from "../../../src/clob/index.js";
import { Mode } from "../../../src/state/index.js";
import { account, makeOrder, USDC, World } from "../../unit/clob/world.js";

const MAX64 = (1n << 64n) - 1n;
const MAX32 = 0xffff_ffff;

/**
 * Numbers at the edges of their types, on and off the grid of pairs 0 (tick 100,000) and 35 (tick
 * 100).
 */
const wide = fc.oneof(
  fc.constantFrom(0n, 1n, MAX64, MAX64 - (MAX64 % 100_000n), MAX64 - (MAX64 % 1_000_000n)),
  fc.bigInt(0n, MAX64),
  fc.bigInt(1n, 200n).map((n) => n * 1_000_000n),
  fc.bigInt(1n, 60_000n).map((n) => n * 100_000n),
  fc.bigInt(1n, MAX64 / 1_000_000n).map((n) => n * 1_000_000n),
);
const uint32 = fc.oneof(fc.constantFrom(0, 1, 95, 101, 110, 141, 142, MAX32), fc.nat(MAX32));
const time = fc.oneof(
  fc.constantFrom(0, MAX32, 1_700_000_001, 1_700_000_060, 1_708_208_001),
  uint32,
);
const small = fc.constantFrom(0, 1, 2, 3, 4, 255);
const owner = fc.oneof(
  { weight: 6, arbitrary: fc.nat(4).map((i) => account(i)) },
  { weight: 1, arbitrary: fc.constant({ owner: "", number: 0 }) },
  { weight: 1, arbitrary: fc.constant({ owner: account(0).owner, number: MAX32 }) },
);
const orderId = fc.record({
  subaccountId: fc.option(owner, { nil: undefined }),
  clientId: fc.oneof(fc.nat(5), uint32),
  orderFlags: fc.constantFrom(0, 0, 0, 32, 64, 64, 128, 256, 7, MAX32),
  clobPairId: fc.constantFrom(0, 0, 0, 35, 35, 300, 9_999, MAX32),
});
/** Any of an order's members, at the edges of its type. */
const extremes = fc.record(
  {
    orderId: fc.option(orderId, { nil: undefined }),
    side: small,
    quantums: wide,
    subticks: wide,
    goodTilBlock: fc.option(uint32, { nil: undefined }),
    goodTilBlockTime: fc.option(time, { nil: undefined }),
    timeInForce: small,
    reduceOnly: fc.boolean(),
    clientMetadata: uint32,
    conditionType: fc.constantFrom(0, 0, 0, 1, 2, 9),
    conditionalOrderTriggerSubticks: fc.oneof(fc.constant(0n), wide),
    twapParameters: fc.option(
      fc.record({ duration: uint32, interval: uint32, priceTolerance: uint32 }),
      { nil: undefined },
    ),
    builderCodeParameters: fc.option(
      fc.record({ builderAddress: fc.constantFrom("", account(1).owner), feePpm: uint32 }),
      { nil: undefined },
    ),
    orderRouterAddress: fc.constantFrom("", "", account(2).owner, "x"),
  },
  { requiredKeys: [] },
);

/** Orders that would pass, around each other's prices, of sizes up to the whole type. */
const plausible = fc
  .record({
    who: fc.nat(4),
    clientId: fc.nat(8),
    side: fc.constantFrom("buy" as const, "sell" as const),
    lots: fc.oneof(fc.bigInt(1n, 500n), fc.bigInt(1n, MAX64 / 1_000_000n)),
    ticks: fc.oneof(fc.bigInt(29_990n, 30_010n), fc.bigInt(1n, MAX64 / 100_000n)),
    pair: fc.constantFrom(0, 0, 35),
    flags: fc.constantFrom(0, 0, 0, 64, 32),
    timeInForce: fc.constantFrom(0, 0, 1, 2),
    goodTil: fc.integer({ min: 101, max: 141 }),
  })
  .map((o) => {
    const options = {
      clientId: o.clientId,
      pair: o.pair,
      flags: o.flags,
      timeInForce: o.timeInForce,
      ...(o.flags === 0 ? { goodTil: o.goodTil } : {}),
      ...(o.flags === 32 ? { condition: 1, trigger: o.ticks * 100_000n } : {}),
    };
    return makeOrder(account(o.who), o.side, o.lots * 1_000_000n, o.ticks * 100_000n, options);
  });

/** Mostly plausible orders, some with members replaced by extremes. */
const order = fc
  .tuple(plausible, fc.option(extremes, { nil: undefined, freq: 3 }), fc.nat(13))
  .map(([base, wild, pick]) => {
    if (wild === undefined) return base;
    const [key, value] = Object.entries(wild)[pick] ?? ["side", base.side];
    return { ...base, [key]: value };
  });

const message = fc.oneof(
  {
    weight: 6,
    arbitrary: order.map((o) => ["MsgPlaceOrder", { order: o as clob.Order }] as const),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        orderId: fc.option(orderId, { nil: undefined }),
        goodTilBlock: fc.option(uint32, { nil: undefined }),
        goodTilBlockTime: fc.option(time, { nil: undefined }),
      })
      .map((m) => ["MsgCancelOrder", m] as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        subaccountId: fc.option(owner, { nil: undefined }),
        shortTermCancels: fc.array(
          fc.record({
            clobPairId: fc.constantFrom(0, 35, MAX32),
            clientIds: fc.array(uint32, { maxLength: 4 }),
          }),
          { maxLength: 3 },
        ),
        goodTilBlock: uint32,
      })
      .map((m) => ["MsgBatchCancel", m] as const),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        subaccountId: fc.option(owner, { nil: undefined }),
        clobPairLeverage: fc.array(
          fc.record({ clobPairId: fc.constantFrom(0, 35, 300, MAX32), customImfPpm: uint32 }),
          { maxLength: 3 },
        ),
      })
      .map((m) => ["MsgUpdateLeverage", m] as const),
  },
);

describe("numbers at the edges of their types", () => {
  test("are refused or exact, never an exception; invariants hold", async () => {
    const { clobMessages } = await import("../../../src/clob/index.js");
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(message, { minLength: 5, maxLength: 60 }), (messages) => {
        const w = new World();
        w.k.clob.rateLimits.delete();
        for (let i = 0; i < 5; i++) w.setAccount(account(i), 10n ** BigInt(3 * i + 4) * USDC);
        w.k.mode = Mode.CheckTx;
        for (const [name, value] of messages) {
          const typeUrl = `/dydxprotocol.clob.${name}`;
          const handler = clobMessages.find((h) => h.typeUrl === typeUrl);
          if (handler === undefined) throw new Error(`no handler of ${typeUrl}`);
          if (handler.validateBasic(value) !== undefined) continue;
          const { journal } = w.k.registry;
          const mark = journal.mark();
          const refused = clobCheckTx(w.k, [{ typeUrl, value, handler }], new Uint8Array([1]), 0n);
          if (refused !== undefined) journal.revert(mark);
          checkInvariants(w.k);
        }
        accepted += w.messages().length;
      }),
      { numRuns: 200 },
    );
    expect(accepted).toBeGreaterThan(300);
  }, 120_000);
});
