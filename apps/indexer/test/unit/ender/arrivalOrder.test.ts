import { expect, test } from "vitest";
import { newOutput } from "../../../src/ender/output.js";
import { arrivalOrder } from "../../../src/ender/publish/arrivalOrder.js";

const at = (transactionIndex: number, eventIndex: number, ...ids: string[]) =>
  newOutput({ transactionIndex, eventIndex, eventId: "", transactionHash: "" }, ids);

const order = (...outputs: ReturnType<typeof at>[]) =>
  arrivalOrder(outputs).map(
    ({ position, parallelIds }) => `${position.eventIndex}${parallelIds[0]}`,
  );

test("a taker of two matches comes before the last maker (traps-indexer.md 39)", () => {
  // Event 2: maker a, taker t; event 5: maker b, taker t again.
  expect(order(at(0, 2, "a"), at(0, 2, "t"), at(0, 5, "b"), at(0, 5, "t"))).toEqual([
    "2a",
    "2t",
    "5b",
    "5t",
  ]);
  // A maker whose subaccount already appeared falls into the second batch, after the others.
  expect(order(at(0, 2, "a"), at(0, 2, "t"), at(0, 5, "a"), at(0, 5, "c"))).toEqual([
    "2a",
    "2t",
    "5c",
    "5a",
  ]);
});

test("a handler that waits blocks its other ids in the batches that it passed", () => {
  expect(order(at(0, 1, "x"), at(0, 2, "x", "y"), at(0, 3, "y"))).toEqual(["1x", "2x", "3y"]);
});

test("end-block events come last", () => {
  expect(order(at(-1, 0, "e"), at(1, 0, "b"), at(0, 9, "a"))).toEqual(["9a", "0b", "0e"]);
});
