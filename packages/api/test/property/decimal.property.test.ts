import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal, trimDecimal } from "../../src/decimal.js";

const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 24 }))
  .map(([digits, scale]) => Decimal.of(digits, scale));

describe("Decimal, for all values", () => {
  it("reads back what it writes", () => {
    fc.assert(
      fc.property(decimal, (value) => {
        expect(Decimal.parse(value.toUntrimmed()).cmp(value)).toBe(0);
        expect(Decimal.parse(value.toString()).cmp(value)).toBe(0);
        expect(trimDecimal(value.toUntrimmed())).toBe(value.toString());
      }),
    );
  });

  it("is a ring: commutative, associative, distributive", () => {
    fc.assert(
      fc.property(decimal, decimal, decimal, (a, b, c) => {
        expect(a.add(b).cmp(b.add(a))).toBe(0);
        expect(
          a
            .add(b)
            .add(c)
            .cmp(a.add(b.add(c))),
        ).toBe(0);
        expect(a.mul(b.add(c)).cmp(a.mul(b).add(a.mul(c)))).toBe(0);
        expect(a.sub(a).isZero()).toBe(true);
      }),
    );
  });

  it("divides with an error of at most half a unit in the last place", () => {
    const half = Decimal.of(5n, 21);
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        fc.pre(!b.isZero());
        const error = a.sub(a.div(b).mul(b)).abs();
        expect(error.cmp(half.mul(b.abs()))).toBeLessThanOrEqual(0);
      }),
    );
  });
});
