import { describe, expect, it } from "vitest";
import { CircuitBreaker } from "../../../src/daemons/price/circuitBreaker.js";
import { retryAfterMs } from "../../../src/daemons/price/exchangeClient.js";
import { MAX_PRICE_AGE_MS, PriceCache } from "../../../src/daemons/price/priceCache.js";

describe("CircuitBreaker", () => {
  const make = () => new CircuitBreaker({ failures: 2, openMs: 100, maxOpenMs: 300 });

  it("opens after failures in a row, probes, and waits longer each time", () => {
    const breaker = make();
    breaker.failed(0);
    expect(breaker.allows(0)).toBe(true);
    breaker.failed(0);
    expect([breaker.allows(99), breaker.allows(100)]).toEqual([false, true]);
    breaker.failed(100);
    expect([breaker.allows(299), breaker.allows(300)]).toEqual([false, true]);
    breaker.failed(300);
    breaker.failed(600);
    expect([breaker.allows(899), breaker.allows(900)]).toEqual([false, true]);
  });

  it("starts over after a success", () => {
    const breaker = make();
    breaker.failed(0);
    breaker.succeeded();
    breaker.failed(0);
    expect(breaker.allows(0)).toBe(true);
    breaker.failed(0);
    expect(breaker.allows(50)).toBe(false);
  });

  it("waits as long as a rate limit asks, without a failure", () => {
    const breaker = make();
    breaker.limited(0, 1_000);
    expect([breaker.allows(999), breaker.allows(1_000)]).toEqual([false, true]);
  });
});

describe("retryAfterMs", () => {
  it.each([
    [null, 60_000],
    ["7", 7_000],
    ["nonsense", 60_000],
    ["999999", 600_000],
    [new Date(5_000).toUTCString(), 5_000],
  ])("reads %s", (header, wanted) => {
    expect(retryAfterMs(header, 0)).toBe(wanted);
  });
});

describe("PriceCache", () => {
  it("takes later prices only, and no zero", () => {
    const cache = new PriceCache();
    expect(cache.update(0, "A", 5n, 10)).toBe(true);
    expect(cache.update(0, "A", 6n, 10)).toBe(false);
    expect(cache.update(0, "A", 0n, 11)).toBe(false);
    expect(cache.indexPrice(0, 10)).toEqual({ price: 5n, exchanges: 1 });
  });

  it("app §15 M6: thirty seconds are fresh, a tenth more is not", () => {
    const cache = new PriceCache();
    cache.update(0, "A", 100n, 70_000);
    cache.update(0, "B", 900n, 69_900);
    expect(cache.indexPrice(0, 100_000)).toEqual({ price: 100n, exchanges: 1 });
  });

  it("is the median of what is fresh", () => {
    const cache = new PriceCache();
    cache.update(0, "A", 100n, 0);
    cache.update(0, "B", 200n, 1_000);
    cache.update(0, "C", 300n, 2_000);
    expect(cache.indexPrice(0, MAX_PRICE_AGE_MS)?.price).toBe(200n);
    expect(cache.indexPrice(0, MAX_PRICE_AGE_MS + 1)).toEqual({ price: 250n, exchanges: 2 });
    expect(cache.indexPrice(0, MAX_PRICE_AGE_MS + 2_001)).toBeUndefined();
    expect(cache.indexPrice(1, 0)).toBeUndefined();
  });
});
