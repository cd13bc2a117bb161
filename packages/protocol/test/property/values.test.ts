import { sha1 } from "@noble/hashes/legacy.js";
import "./settings.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha1Prefix16 } from "../../src/ids/sha1.js";
import {
  baseToQuoteTrunc,
  bech32Decode,
  bech32Encode,
  ceilDiv,
  compareRisk,
  decodeSerializableInt,
  durationFromJson,
  durationToJson,
  encodeSerializableInt,
  eventId,
  eventIdHex,
  floorDiv,
  formatScaled,
  kafkaPartition,
  keyPairFromPrivateKey,
  liquidationPriceTowardMarket,
  parseEventId,
  parseScaled,
  priceToSubticks,
  roundDiv,
  signBytes,
  sizeToQuantums,
  subticksToPrice,
  timestampFromJson,
  timestampToJson,
  uuidFromName,
  verifySignature,
} from "../../src/index.js";
import { BinaryReader, BinaryWriter } from "../../src/wire/index.js";

const big = fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n });
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

describe("numbers", () => {
  test("serializable integers keep their value and are canonical", () => {
    fc.assert(
      fc.property(big, (value) => {
        const bytes = encodeSerializableInt(value);
        expect(decodeSerializableInt(bytes)).toBe(value);
        expect(bytes.length === 1 || bytes[1] !== 0).toBe(true);
      }),
    );
  });

  test("varints keep their value", () => {
    fc.assert(
      fc.property(uint64, int64, uint32, (u64, i64, u32) => {
        const writer = new BinaryWriter().uint64(u64).int64(i64).sint64(i64).uint32(u32);
        const bytes = writer.fixed64(u64).sfixed64(i64).fixed32(u32).bool(true).finish();
        const reader = new BinaryReader(bytes);
        expect([reader.uint64(), reader.int64(), reader.sint64()]).toEqual([u64, i64, i64]);
        expect([reader.uint32(), reader.fixed64(), reader.sfixed64()]).toEqual([u32, u64, i64]);
        expect([reader.fixed32(), reader.bool()]).toEqual([u32, true]);
        expect(reader.pos).toBe(bytes.length);
      }),
    );
  });

  test("division brackets the exact quotient", () => {
    fc.assert(
      fc.property(big, big, (a, b) => {
        fc.pre(b !== 0n);
        const low = floorDiv(a, b);
        const high = ceilDiv(a, b);
        const exact = a % b === 0n;
        expect(high - low).toBe(exact ? 0n : 1n);
        // low ≤ a/b < low + 1, multiplied by b² to stay in integers.
        expect(low * b * b <= a * b).toBe(true);
        expect(a * b < (low + 1n) * b * b).toBe(true);
        expect([low, high]).toContain(roundDiv(a, b));
      }),
    );
  });

  test("decimals round-trip", () => {
    fc.assert(
      fc.property(big, fc.integer({ min: -30, max: 30 }), (value, exponent) => {
        expect(parseScaled(formatScaled(value, exponent), exponent, "exact")).toBe(value);
      }),
    );
  });
});

describe("markets", () => {
  const market = fc.record({
    atomicResolution: fc.integer({ min: -10, max: 0 }),
    quantumConversionExponent: fc.integer({ min: -9, max: -5 }),
    stepBaseQuantums: fc.bigInt({ min: 1n, max: 10n ** 10n }),
    subticksPerTick: fc.integer({ min: 1, max: 1_000_000 }),
  });

  test("prices and sizes on the grid convert there and back", () => {
    fc.assert(
      fc.property(market, fc.bigInt({ min: 1n, max: 10n ** 9n }), (units, count) => {
        const subticks = count * BigInt(units.subticksPerTick);
        const quantums = count * units.stepBaseQuantums;
        const size = formatScaled(quantums, units.atomicResolution);
        for (const rounding of ["floor", "ceil", "nearest", "exact"] as const) {
          expect(priceToSubticks(subticksToPrice(subticks, units), units, rounding)).toBe(subticks);
          expect(sizeToQuantums(size, units, rounding)).toBe(quantums);
        }
      }),
    );
  });
});

describe("identifiers", () => {
  test("UUIDs are version 5, deterministic and distinct", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const uuid = uuidFromName(a);
        expect(uuid).toMatch(
          /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
        expect(uuidFromName(a)).toBe(uuid);
        expect(uuidFromName(b) === uuid).toBe(a === b);
      }),
    );
  });

  test("their SHA-1 equals the library's", () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.string({ unit: "grapheme", maxLength: 300 }),
        (head, name) => {
          const whole = Uint8Array.from([...head, ...new TextEncoder().encode(name)]);
          expect(sha1Prefix16(head, name)).toEqual(sha1(whole).slice(0, 16));
        },
      ),
    );
  });

  test("event ids round-trip and sort like their parts", () => {
    const parts = fc.tuple(
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.integer({ min: -2, max: 10_000 }),
      fc.integer({ min: 0, max: 10_000 }),
    );
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const [blockHeight, transactionIndex, eventIndex] = a;
        expect(parseEventId(eventId(...a))).toEqual({ blockHeight, transactionIndex, eventIndex });
        const byParts = a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
        const [left, right] = [eventIdHex(...a), eventIdHex(...b)];
        expect(Math.sign(byParts)).toBe(left === right ? 0 : left < right ? -1 : 1);
      }),
    );
  });

  test("partitions are in range", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 500 }), (key, partitions) => {
        const partition = kafkaPartition(key, partitions);
        expect(partition >= 0 && partition < partitions).toBe(true);
      }),
    );
  });

  test("bech32 round-trips", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), (bytes) => {
        expect(bech32Decode(bech32Encode("dydx", bytes))).toEqual({ prefix: "dydx", bytes });
      }),
    );
  });
});

describe("times", () => {
  test("timestamps and durations round-trip", () => {
    const seconds = fc.bigInt({ min: -62_135_596_800n, max: 253_402_300_799n });
    const nanos = fc.integer({ min: 0, max: 999_999_999 });
    fc.assert(
      fc.property(seconds, nanos, (whole, fraction) => {
        const time = { seconds: whole, nanos: fraction };
        expect(timestampFromJson(timestampToJson(time))).toEqual(time);
        const signed = { seconds: whole, nanos: whole < 0n ? -fraction : fraction };
        const back = durationFromJson(durationToJson(signed));
        expect(back.seconds).toBe(signed.seconds);
        expect(back.nanos === signed.nanos || back.nanos + signed.nanos === 0).toBe(true);
      }),
    );
  });
});

describe("signatures", () => {
  test("verify for their key and message only", () => {
    const secret = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(secret, fc.uint8Array(), fc.uint8Array(), (bytes, message, other) => {
        bytes[0] = ((bytes[0] as number) & 0x7f) | 1; // Within the group order and not zero.
        const { privateKey, publicKey } = keyPairFromPrivateKey(bytes);
        const signature = signBytes(message, privateKey);
        expect(verifySignature(signature, message, publicKey)).toBe(true);
        const same = Buffer.compare(message, other) === 0;
        expect(verifySignature(signature, other, publicKey)).toBe(same);
      }),
      { numRuns: 25 },
    );
  });
});

describe("risk", () => {
  const risk = fc.record({
    netCollateral: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
    initialMargin: fc.bigInt({ min: 0n, max: 10n ** 15n }),
    maintenanceMargin: fc.bigInt({ min: 0n, max: 10n ** 15n }),
  });

  test("comparison is antisymmetric and reflexive", () => {
    fc.assert(
      fc.property(risk, risk, (a, b) => {
        expect(compareRisk(a, b)).toBe(0 - compareRisk(b, a) || 0);
        expect(compareRisk(a, a)).toBe(0);
      }),
    );
  });

  test("at the liquidation price equity meets maintenance (web.md §2.11)", () => {
    const size = fc.bigInt({ min: 10n ** 6n, max: 10n ** 12n });
    const collateral = fc.bigInt({ min: 10n ** 6n, max: 10n ** 11n });
    fc.assert(
      fc.property(size, fc.boolean(), collateral, (magnitude, short, equity) => {
        const quantums = short ? -magnitude : magnitude;
        const market = { price: 3_000_000_000n, priceExponent: -5, atomicResolution: -10 };
        const tier = { initialMarginPpm: 20_000, maintenanceFractionPpm: 600_000 };
        const price = liquidationPriceTowardMarket({
          quantums,
          market,
          tier,
          netCollateral: equity,
          otherMaintenanceMargin: 0n,
        });
        if (price === undefined) return;
        const quote = equity - baseToQuoteTrunc(quantums, market);
        const at = { ...market, price };
        const notional = baseToQuoteTrunc(magnitude, at);
        const maintenance = (notional * 12_000n) / 1_000_000n;
        const difference = quote + baseToQuoteTrunc(quantums, at) - maintenance;
        // One unit of price moves notional and margin by (1 + ν) × magnitude × 10^-9.
        const tolerance = (magnitude * 1_012n) / 10n ** 12n + 4n;
        expect(difference >= -tolerance && difference <= tolerance).toBe(true);
      }),
    );
  });
});
