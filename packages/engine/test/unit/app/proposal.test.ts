import { describe, expect, it } from "vitest";
import { selectTransactions } from "../../../src/app/proposal.js";

/** Sizes of the transactions that a proposal with this much room takes. */
function taken(sizes: readonly number[], available: number, operations: number): number[] {
  const txs = sizes.map((size) => new Uint8Array(size));
  return selectTransactions(txs, available, operations).map((tx) => tx.length);
}

describe("app §15 proposal bytes", () => {
  const sizes = [100, 120, 50, 10];

  it("app §15 G1: the remainder fills what the operations leave", () => {
    expect(taken(sizes, 1_000, 700)).toEqual([100, 120, 50, 10]);
  });

  it("app §15 G1: a quarter is safe from the operations", () => {
    // 220 of 250 bytes in the first pass; nothing is left for the second.
    expect(taken(sizes, 1_000, 780)).toEqual([100, 120]);
    expect(taken(sizes, 1_000, 10_000)).toEqual([100, 120]);
  });

  it("a small transaction never overtakes one that does not fit", () => {
    expect(taken([100, 200, 10], 1_000, 850)).toEqual([100]);
    expect(taken(sizes, 1_000, 730)).toEqual([100, 120, 50]);
  });
});
