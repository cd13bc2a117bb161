import { expect, test } from "vitest";
import { randomClusterId } from "../../src/services/kafka/kafka.js";

test("a cluster id never begins with a dash, which Kafka's tools take for an option", () => {
  const draws = [Buffer.alloc(16, 0xf8), Buffer.alloc(16, 0xfb), Buffer.alloc(16, 1)];
  expect(draws[0]?.toString("base64url")).toMatch(/^-/);
  expect(draws[1]?.toString("base64url")).toMatch(/^-/);
  expect(randomClusterId(() => draws.shift() as Buffer)).toBe("AQEBAQEBAQEBAQEBAQEBAQ");
  expect(draws).toHaveLength(0);
});
