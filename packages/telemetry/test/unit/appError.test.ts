import { expect, test } from "vitest";
import { AppError, causeChain, describeError, hasCode } from "../../src/index.js";

const root = new Error("connect ECONNREFUSED");
const middle = new AppError("KAFKA_DOWN", "broker does not answer", { cause: root });
const outer = new AppError("SEND", "cannot send block 7", { cause: middle, fields: { height: 7 } });

test("the chain goes from the outermost error to the root", () => {
  expect(causeChain(outer)).toEqual([outer, middle, root]);
});

test("a code is found anywhere in the chain and nowhere else", () => {
  expect(hasCode(outer, "KAFKA_DOWN")).toBe(true);
  expect(hasCode(outer, "REDIS_DOWN")).toBe(false);
  expect(hasCode("text", "SEND")).toBe(false);
});

test("one line describes every link", () => {
  expect(describeError(outer)).toBe(
    "SEND: cannot send block 7 <- KAFKA_DOWN: broker does not answer <- connect ECONNREFUSED",
  );
  expect(describeError("plain")).toBe("plain");
});

test("a cyclic chain ends", () => {
  const a = new Error("a");
  a.cause = a;
  expect(causeChain(a)).toHaveLength(16);
});
