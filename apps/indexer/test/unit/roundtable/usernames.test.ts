import { expect, test } from "vitest";
import { seededRandom } from "../../../src/roundtable/usernames/seededRandom.js";
import { usernameOf } from "../../../src/roundtable/usernames/usernameOf.js";
import { ADJECTIVES, NOUNS } from "../../../src/roundtable/usernames/words.js";

test("suffixes are the recorded ones (indexer.md §6.14)", () => {
  const alice = usernameOf("dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4", 0);
  expect(alice).toMatch(/^[A-Z][a-z]+[A-Z][a-z]+FK5$/);
  expect(usernameOf("dydx18tkxrnrkqc2t0lr3zxr5g6a4hdvqksylxqje4r", 0)).toMatch(/SWN$/);
});

test("a further attempt gives another name, the same attempt the same", () => {
  expect(usernameOf("dydx1a", 1)).not.toBe(usernameOf("dydx1a", 0));
  expect(usernameOf("dydx1a", 1)).toBe(usernameOf("dydx1a", 1));
});

test("the stream is npm seedrandom's, also for long and empty seeds", () => {
  const hello = seededRandom("hello.");
  expect([hello(), hello()]).toEqual([0.9282578795792454, 0.3752569768646784]);
  for (const seed of ["", "x".repeat(1_000)]) {
    const value = seededRandom(seed)();
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThan(1);
  }
});

test("the lists hold each word once, in lower case", () => {
  for (const words of [ADJECTIVES, NOUNS]) {
    expect(new Set(words).size).toBe(words.length);
    expect(words.every((word) => /^[a-z]+$/.test(word))).toBe(true);
  }
});
