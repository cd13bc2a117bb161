import fc from "fast-check";
import { expect, test } from "vitest";
import { CancelTable } from "../../../src/clob/book/index.js";
import { NaiveCancels } from "../../reference/engine/stateIndexes.js";

const id = fc.record({
  account: fc.nat(6),
  clientId: fc.oneof(fc.nat(40), fc.constantFrom(0x7fff_ffff, 0x8000_0000, 0xffff_ffff)),
  clobPair: fc.constantFrom(0, 1, 0xffff_ffff),
});
const command = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("set" as const), id, life: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("block" as const) }) },
);

test("remembered cancels equal a plain map, block after block", () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 300 }), fc.array(id), (commands, probes) => {
      const fast = new CancelTable();
      const naive = new NaiveCancels();
      let height = 1;
      for (const c of commands) {
        if (c.kind === "block") {
          height++;
          fast.forget(height);
          naive.forget(height);
          continue;
        }
        const { account, clientId, clobPair } = c.id;
        const goodTil = height + 1 + c.life;
        // As the memclob does: an earlier cancel is replaced by later ones only.
        if (naive.get(account, clientId, clobPair) >= goodTil) continue;
        fast.set(account, clientId, clobPair, goodTil);
        naive.set(account, clientId, clobPair, goodTil);
      }
      for (const { account, clientId, clobPair } of [...probes, ...idsOf(commands)]) {
        expect(fast.get(account, clientId, clobPair)).toBe(naive.get(account, clientId, clobPair));
      }
    }),
    { numRuns: 300 },
  );
});

function idsOf(
  commands: readonly {
    kind: string;
    id?: { account: number; clientId: number; clobPair: number };
  }[],
) {
  return commands.flatMap((c) => (c.id === undefined ? [] : [c.id]));
}

test("tens of thousands of cancels come and go", () => {
  const table = new CancelTable();
  for (let i = 0; i < 50_000; i++) table.set(i % 97, i, 0, 10 + (i % 30));
  expect(table.size).toBe(50_000);
  for (let height = 10; height < 40; height++) {
    table.forget(height);
    expect(table.get(0, 0, 0)).toBe(0);
  }
  expect(table.size).toBe(0);
});
