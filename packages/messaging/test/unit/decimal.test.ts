import fc from "fast-check";
import { expect, test } from "vitest";
import { addDecimals, compareDecimals, meanOf, medianOf } from "../../src/index.js";

test("mid prices keep the digits of their texts (recorded)", () => {
  expect(meanOf(["12.205", "12.220000000000001"])).toBe("12.2125000000000005");
  expect(meanOf(["1820.25", "1813.8499999999999"])).toBe("1817.04999999999995");
  expect(meanOf(["100", "101"])).toBe("100.5");
});

test("median of samples (R5)", () => {
  expect(medianOf(["100", "103", "101"])).toBe("101");
  expect(medianOf(["100", "101"])).toBe("100.5");
  expect(medianOf([])).toBeUndefined();
  expect(medianOf(["1.2000000000000001e-05", "1e-05", "9"])).toBe("0.000012000000000000001");
});

test("next funding rate (R4)", () => {
  expect(addDecimals(meanOf(["0.0001", "0.0003"]), "0.0000125")).toBe("0.0002125");
});

test("a mean that does not end is rounded half away from zero at 20 decimals", () => {
  expect(meanOf(["0", "0", "1"])).toBe("0.33333333333333333333");
  expect(meanOf(["0", "0", "2"])).toBe("0.66666666666666666667");
  expect(meanOf(["0", "0", "-2"])).toBe("-0.66666666666666666667");
});

test("order and sums agree with integers at any scale", () => {
  const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(12));
  const print = ([digits, scale]: [bigint, number]) => `${digits}e-${scale}`;
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const x = a[0] * 10n ** BigInt(12 - a[1]);
      const y = b[0] * 10n ** BigInt(12 - b[1]);
      expect(compareDecimals(print(a), print(b))).toBe(x < y ? -1 : x > y ? 1 : 0);
      expect(compareDecimals(addDecimals(print(a), print(b)), `${x + y}e-12`)).toBe(0);
    }),
  );
});

test("text that is not a decimal is refused", () => {
  for (const bad of ["", ".", "-", "1.2.3", "NaN", "0x10"]) {
    expect(() => compareDecimals(bad, "0"), bad).toThrow("not a decimal");
  }
});
