import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "@perpetua/telemetry";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FileSource, parsePrices } from "../../../src/daemons/price/fileSource.js";
import { removeHome, tempHome } from "../../support/testChain.js";

const MARKETS = [
  { id: 0, pair: "BTC-USD", exponent: -5, price: 1n },
  { id: 1, pair: "ETH-USD", exponent: -6, price: 1n },
];

describe("parsePrices", () => {
  it("takes raw integers by either form of the pair", () => {
    const prices = parsePrices('{"BTC/USD": "2868819524", "ETH-USD": 1811985252}', MARKETS);
    expect([...prices]).toEqual([
      [0, 2_868_819_524n],
      [1, 1_811_985_252n],
    ]);
  });

  it.each([
    ["[]", "expected an object of prices by pair"],
    ["null", "expected an object of prices by pair"],
    ['{"NOPE/USD": "1"}', "NOPE/USD: no such market"],
    ['{"BTC/USD": "1.5"}', 'BTC/USD: expected a positive whole number, got "1.5"'],
    ['{"BTC/USD": "0"}', "BTC/USD: expected a positive whole number"],
    ['{"BTC/USD": -1}', "BTC/USD: expected a positive whole number, got -1"],
    ["{", "JSON"],
  ])("refuses %s", (text, problem) => {
    expect(() => parsePrices(text, MARKETS)).toThrow(problem);
  });
});

describe("FileSource", () => {
  let home: string;
  let warnings: string[];
  let source: FileSource;
  const path = () => join(home, "prices.json");

  beforeEach(() => {
    home = tempHome();
    warnings = [];
    const logger = {
      info: () => undefined,
      warn: (_: object, text: string) => warnings.push(text),
    } as unknown as Logger;
    source = new FileSource(path(), () => MARKETS, logger);
  });

  afterEach(() => removeHome(home));

  it("reads the file again when it changes, and keeps the last good prices", () => {
    writeFileSync(path(), '{"BTC/USD": "5"}');
    expect(source.prices().get(0)).toBe(5n);
    writeFileSync(path(), '{"BTC/USD": "66"}');
    expect(source.prices().get(0)).toBe(66n);
    writeFileSync(path(), '{"BTC/USD": "half');
    expect(source.prices().get(0)).toBe(66n);
    rmSync(path());
    expect(source.prices().get(0)).toBe(66n);
    expect(source.kind).toBe("file");
  });

  it("tells a problem once", () => {
    for (let i = 0; i < 3; i++) source.prices();
    expect(warnings).toHaveLength(1);
    writeFileSync(path(), "{}");
    source.prices();
    rmSync(path());
    source.prices();
    expect(warnings).toHaveLength(2);
  });
});
