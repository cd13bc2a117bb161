import { expect, test } from "vitest";
import { formatReport, measureRates, withRatio } from "../../../src/bench/index.js";

const base = { name: "encode", unit: "messages/s", peerName: "peer", goal: 2 };

test("the ratio is ours over peer in the direction where bigger is better", () => {
  expect(withRatio({ ...base, ours: 300, peer: 100 })).toMatchObject({ ratio: 3, ok: true });
  expect(withRatio({ ...base, ours: 100, peer: 100 })).toMatchObject({ ratio: 1, ok: false });
  const time = withRatio({ ...base, unit: "ms", ours: 10, peer: 40, lowerIsBetter: true });
  expect(time).toEqual({ ...base, unit: "ms", ours: 10, peer: 40, ratio: 4, ok: true });
});

test("a table names what falls short", () => {
  const results = [withRatio({ ...base, ours: 1234567, peer: 1234567 })];
  const report = { group: "g", machine: "m", node: "v20", commit: "c", results };
  const text = formatReport(report);
  expect(text).toContain("1,234,567 messages/s");
  expect(text).toContain("1.00x");
  expect(text).toContain("BELOW GOAL");
});

test("rates count operations, not calls", () => {
  const rates = measureRates({ a: () => {}, b: () => {} }, 10, { roundMs: 2, rounds: 2 });
  expect(rates.a).toBeGreaterThan(10);
  expect(rates.b).toBeGreaterThan(10);
});
