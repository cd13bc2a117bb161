import { describe, expect, it } from "vitest";
import { Decimal, trimDecimal } from "../../src/decimal.js";

const d = Decimal.parse;

describe("Decimal", () => {
  it("keeps the larger scale when adding and adds scales when multiplying", () => {
    expect(d("1.50").add(d("2")).toUntrimmed()).toBe("3.50");
    expect(d("1.5").mul(d("2.0")).toUntrimmed()).toBe("3.00");
    expect(d("-0.1").sub(d("0.23")).toUntrimmed()).toBe("-0.33");
  });

  it("reads exponents and writes them out", () => {
    expect(d("1.25e-05").toString()).toBe("0.0000125");
    expect(d("9e21").toString()).toBe("9000000000000000000000");
    expect(trimDecimal("1e-7")).toBe("0.0000001");
  });

  it("trims only fractional zeros", () => {
    expect(trimDecimal("100")).toBe("100");
    expect(trimDecimal("100.00")).toBe("100");
    expect(trimDecimal("-0.120")).toBe("-0.12");
    expect(trimDecimal("-0.0")).toBe("0");
    expect(d("0.000").toString()).toBe("0");
  });

  it("divides to 20 digits, half away from zero", () => {
    expect(d("2").div(d("3")).toString()).toBe("0.66666666666666666667");
    expect(d("-2").div(d("3")).toString()).toBe("-0.66666666666666666667");
    expect(d("1").div(d("8")).toString()).toBe("0.125");
  });

  it("rounds half away from zero", () => {
    expect(d("1.0000005").toFixed(6)).toBe("1.000001");
    expect(d("-1.0000005").toFixed(6)).toBe("-1.000001");
    expect(d("3").toFixed(6)).toBe("3.000000");
  });

  it.each(["", "-", ".", "1.2.3", "abc", "1e", "0x10"])("refuses %j", (text) => {
    expect(() => d(text)).toThrow(/not a decimal/);
  });
});
