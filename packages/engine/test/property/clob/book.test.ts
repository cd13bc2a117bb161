import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FastBook, type LimitBook, OrderTable } from "../../../src/clob/book/index.js";
import { NaiveBook } from "../../reference/naiveBook.js";

const SUBTICKS_PER_TICK = 10;

/** Prices near each other, far apart, and at the edges of their type. */
const tick = fc.oneof(
  fc.bigInt(1n, 40n),
  fc.bigInt(1n, 1n << 20n),
  fc.bigInt(1n, (1n << 60n) - 1n),
  fc.constantFrom(1n, (1n << 32n) - 1n, 1n << 32n, (1n << 53n) / 10n, (1n << 64n) / 10n - 1n),
);

type Command =
  | { kind: "rest"; isBuy: boolean; tick: bigint; lots: number }
  | { kind: "remove" | "resize"; pick: number; lots: number };

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("rest" as const),
      isBuy: fc.boolean(),
      tick,
      lots: fc.integer({ min: 1, max: 1e9 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("remove" as const, "resize" as const),
      pick: fc.nat(),
      lots: fc.integer({ min: 1, max: 1e9 }),
    }),
  },
);

function priority(book: LimitBook, isBuy: boolean): number[] {
  const out: number[] = [];
  for (let h = book.best(isBuy); h !== -1; h = book.after(h)) out.push(h);
  return out;
}

describe("the fast book equals the naive book", () => {
  test("same commands, same priority, levels and totals", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 120 }), (commands) => {
        const orders = new OrderTable();
        const fast = new FastBook(orders, SUBTICKS_PER_TICK);
        const naive = new NaiveBook();
        const resting: number[] = [];
        let nextClientId = 0;
        for (const c of commands) {
          if (c.kind === "rest") {
            const h = orders.intern(0, nextClientId++, 0, 0);
            const subticks = c.tick * BigInt(SUBTICKS_PER_TICK);
            fast.rest(h, c.isBuy, subticks, c.lots);
            naive.rest(h, c.isBuy, subticks, c.lots);
            resting.push(h);
          } else if (resting.length > 0) {
            const i = c.pick % resting.length;
            const h = resting[i] as number;
            if (c.kind === "resize") {
              fast.setLots(h, c.lots);
              naive.setLots(h, c.lots);
            } else {
              fast.remove(h);
              naive.remove(h);
              orders.release(h);
              resting.splice(i, 1);
            }
          }
          fast.check();
          expect(fast.size).toBe(naive.size);
          for (const isBuy of [true, false]) {
            expect(priority(fast, isBuy)).toEqual(priority(naive, isBuy));
            expect(fast.levels(isBuy)).toEqual(naive.levels(isBuy));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test("handles are found while in use and forgotten afterwards", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(5)), { maxLength: 4000 }), (ids) => {
        const orders = new OrderTable();
        const live = new Map<string, number>();
        for (const [clientId, subaccount] of ids) {
          const key = `${clientId}/${subaccount}`;
          const h = live.get(key);
          if (h === undefined) {
            const made = orders.intern(subaccount, clientId, 0, 7);
            orders.pin(made);
            live.set(key, made);
          } else {
            expect(orders.find(subaccount, clientId, 0, 7)).toBe(h);
            orders.unpin(h);
            live.delete(key);
            expect(orders.find(subaccount, clientId, 0, 7)).toBe(-1);
          }
        }
        expect(orders.size).toBe(live.size);
      }),
    );
  });
});
