import { inflateSync } from "node:zlib";
import { slinkyAbci } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { encodeVoteExtension } from "../../../src/consensus/commitInfo.js";

/** The bytes that a vote extension holds for one price, as hexadecimal. */
function priceBytes(price: bigint): string {
  const extension = inflateSync(encodeVoteExtension(new Map([[7, price]])));
  const { prices } = slinkyAbci.OracleVoteExtension.decode(extension);
  return Buffer.from(prices.get(7n) ?? []).toString("hex");
}

describe("vote extensions", () => {
  it.each([
    ["app §15 VE2: one byte", 255n, "02ff"],
    ["app §15 VE2: two bytes", 256n, "020100"],
    ["app §15 VE2: BTC at 50,000.12345", 5_000_012_345n, "02012a062239"],
    ["app §15 VE2: zero", 0n, "02"],
    ["app §15 VE2: negative (never a price)", -5n, "0305"],
  ])("%s", (_name, price, hex) => {
    expect(priceBytes(price)).toBe(hex);
  });

  it("no moved price gives the recorded empty extension", () => {
    const bytes = Buffer.from(encodeVoteExtension(new Map()));
    expect(inflateSync(bytes)).toHaveLength(0);
  });
});
