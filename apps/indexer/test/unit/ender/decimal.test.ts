import fc from "fast-check";
import { expect, test } from "vitest";
import {
  add,
  compare,
  formatDecimal,
  fromScaled,
  multiply,
  parseDecimal,
  roundHalfAway,
  subtract,
  trimmedText,
} from "../../../src/ender/decimal/decimal.js";
import { databaseDivide } from "../../../src/ender/decimal/divide.js";
import { weightedAverage } from "../../../src/ender/decimal/weightedAverage.js";
import { hourlyRate, quantumsOf, sampleText, sizeOf } from "../../../src/ender/handlers/units.js";

const d = parseDecimal;

test("scale follows Postgres: sums keep the larger one, products add them", () => {
  expect(formatDecimal(subtract(d("200.5"), d("10.5")))).toBe("190.0");
  expect(formatDecimal(add(d("0"), d("-2.221050")))).toBe("-2.221050");
  expect(formatDecimal(multiply(d("1.50"), d("0.20")))).toBe("0.3000");
  expect(trimmedText(d("190.0"))).toBe("190");
  expect(trimmedText(d("-0.000"))).toBe("0");
});

test("quantums and rates become human units exactly", () => {
  expect(formatDecimal(fromScaled(5_000_000_000n, -5))).toBe("50000");
  expect(formatDecimal(fromScaled(-1n, -6))).toBe("-0.000001");
  expect(formatDecimal(fromScaled(12n, 3))).toBe("12000");
  expect(formatDecimal(hourlyRate(100))).toBe("0.0000125");
  expect(formatDecimal(hourlyRate(-1000))).toBe("-0.000125");
});

test("premium samples below 10^-6 stand in Redis in exponent form (indexer.md §2.1)", () => {
  expect(sampleText(0)).toBe("0");
  expect(sampleText(8)).toBe("0.000001");
  expect(sampleText(-1000)).toBe("-0.000125");
  expect(sampleText(7)).toBe("8.75e-7");
  expect(sampleText(1)).toBe("1.25e-7");
  expect(sampleText(-4)).toBe("-5e-7");
});

test("division as the database does it", () => {
  // Deleveraging prices of the recording and of indexer.md E10.
  expect(trimmedText(databaseDivide(d("219.625106"), d("3000")))).toBe("0.07320836866666666667");
  expect(trimmedText(databaseDivide(d("4800"), d("0.1")))).toBe("48000");
  expect(formatDecimal(databaseDivide(d("1"), d("3")))).toBe("0.33333333333333333333");
  expect(formatDecimal(databaseDivide(d("10000"), d("3")))).toBe("3333.3333333333333333");
  expect(() => databaseDivide(d("1"), d("0.00"))).toThrow("division by zero");
});

test("average prices have 20 decimals, half away from zero", () => {
  const average = weightedAverage(d("23.55"), d("10"), d("23.6"), d("5"));
  expect(formatDecimal(average)).toBe("23.56666666666666666667");
  const e10 = weightedAverage(d("52000"), d("0.2"), d("48000"), d("0.1"));
  expect(formatDecimal(e10)).toBe("50666.66666666666666666667");
});

test("rounding goes half away from zero", () => {
  expect(formatDecimal(roundHalfAway(d("0.125"), 2))).toBe("0.13");
  expect(formatDecimal(roundHalfAway(d("-0.125"), 2))).toBe("-0.13");
  expect(formatDecimal(roundHalfAway(d("-0.1249"), 2))).toBe("-0.12");
  expect(formatDecimal(roundHalfAway(d("1"), 2))).toBe("1.00");
});

test("text round trips, order and conversions hold for any decimal", () => {
  const decimal = fc.record({ digits: fc.bigInt(), scale: fc.integer({ min: 0, max: 30 }) });
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      expect(parseDecimal(formatDecimal(a))).toEqual(a);
      expect(compare(add(a, b), add(b, a))).toBe(0);
      expect(compare(subtract(add(a, b), b), a)).toBe(0);
      expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0);
    }),
  );
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 2n ** 64n }),
      fc.integer({ min: -12, max: 2 }),
      (q, r) => {
        const market = { atomicResolution: r };
        expect(quantumsOf(formatDecimal(sizeOf(q, market)), market)).toBe(q);
      },
    ),
  );
});

test.each(["", "1e5", "1.", ".5", "+1", "1,5", "NaN"])("%j is not a decimal", (text) => {
  expect(() => parseDecimal(text)).toThrow("not a decimal");
});
