import { describe, expect, it } from "vitest";
import { Flashes } from "../../src/features/book/Flashes";

const row = (tick: number, size: number) => ({ tick, size, total: size });

describe("glowing levels of the ladder", () => {
  it("a changed size glows for 150 ms and not longer", () => {
    const flashes = new Flashes();
    flashes.note("bids", [row(10, 5), row(9, 5)], 0);
    expect(flashes.isActive(1)).toBe(false);
    flashes.note("bids", [row(10, 6), row(9, 5)], 100);
    expect(flashes.strength("bids", 10, 100)).toBe(1);
    expect(flashes.strength("bids", 9, 100)).toBe(0);
    expect(flashes.isActive(249)).toBe(true);
    flashes.note("bids", [row(10, 6), row(9, 5)], 260);
    expect(flashes.strength("bids", 10, 260)).toBe(0);
    expect(flashes.isActive(260)).toBe(false);
  });

  it("makers that move all their quotes light nothing up", () => {
    const flashes = new Flashes();
    flashes.note("asks", [row(10, 5), row(11, 5)], 0);
    flashes.note("asks", [row(12, 5), row(13, 5)], 100);
    expect(flashes.isActive(101)).toBe(false);
  });
});
