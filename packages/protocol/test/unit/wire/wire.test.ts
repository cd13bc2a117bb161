import { describe, expect, test } from "vitest";
import { clob, cosmosBase, cosmosTx, indexerManager, socksProto } from "../../../src/index.js";
import { decodePortable, decodeUtf8 } from "../../../src/wire/decodeUtf8.js";
import { BinaryReader, BinaryWriter, DecodeError } from "../../../src/wire/index.js";

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("reader", () => {
  test.each([
    ["a truncated varint", bytes(0x80)],
    ["an endless varint", new Uint8Array(11).fill(0x80)],
    ["nothing", bytes()],
  ])("refuses %s", (_name, input) => {
    expect(() => new BinaryReader(input).uint32()).toThrow(DecodeError);
    expect(() => new BinaryReader(input).uint64()).toThrow(DecodeError);
  });

  test("reads ten-byte negatives", () => {
    const minusOne = bytes(...new Array(9).fill(0xff), 0x01);
    expect(new BinaryReader(minusOne).int32()).toBe(-1);
    expect(new BinaryReader(minusOne).int64()).toBe(-1n);
    expect(new BinaryReader(minusOne).uint64()).toBe((1n << 64n) - 1n);
  });

  test("a nested message may not reach beyond its parent", () => {
    // Field 1 claims 4 bytes but only 2 follow.
    expect(() => clob.MsgPlaceOrder.decode(bytes(0x0a, 0x04, 0x0a, 0x00))).toThrow(DecodeError);
    // The inner string claims more than its message holds, though the outer bytes suffice.
    const overrun = bytes(0x0a, 0x02, 0x0a, 0x05, 0x41, 0x41, 0x41);
    expect(() => cosmosBase.SimulationResponse.decode(overrun)).toThrow(DecodeError);
  });

  test.each([
    ["field number 0", bytes(0x00)],
    ["a stray end of group", bytes(0x0c)],
    ["wire type 6", bytes(0x0e)],
    ["a cut fixed32", bytes(0x0d, 1, 2)],
  ])("refuses %s", (_name, input) => {
    expect(() => cosmosBase.Coin.decode(input)).toThrow(DecodeError);
  });

  test("skips unknown fields of every wire type", () => {
    const unknown = bytes(
      ...[0x50, 0x96, 0x01],
      ...[0x51, 1, 2, 3, 4, 5, 6, 7, 8],
      ...[0x52, 0x02, 0xaa, 0xbb],
      ...[0x53, 0x08, 0x01, 0x54],
      ...[0x55, 1, 2, 3, 4],
      ...[0x0a, 0x01, 0x78],
    );
    expect(cosmosBase.Coin.decode(unknown)).toEqual({ denom: "x", amount: "" });
  });

  test("stops at a hundred nested messages", () => {
    let nested: Uint8Array = bytes();
    for (let level = 0; level < 60; level += 1) {
      // ModeInfo.multi.mode_infos holds ModeInfo again: two levels a turn.
      const multi = new BinaryWriter().uint32(0x12).bytes(nested).finish();
      nested = new BinaryWriter().uint32(0x12).bytes(multi).finish();
    }
    expect(() => cosmosTx.ModeInfo.decode(nested)).toThrow("nested too deeply");
  });

  test("hands out plain arrays even when it is given a Buffer", () => {
    const event = indexerManager.IndexerTendermintEvent.fromPartial({ dataBytes: bytes(1, 2) });
    const encoded = Buffer.from(indexerManager.IndexerTendermintEvent.encode(event).finish());
    const { dataBytes } = indexerManager.IndexerTendermintEvent.decode(encoded);
    expect(dataBytes.constructor).toBe(Uint8Array);
    expect(dataBytes).toEqual(bytes(1, 2));
  });

  test("accepts packed and unpacked repeated numbers", () => {
    const packed = bytes(0x12, 0x02, 0x05, 0x06);
    const unpacked = bytes(0x10, 0x05, 0x10, 0x06);
    expect(clob.OrderBatch.decode(packed)).toEqual(clob.OrderBatch.decode(unpacked));
  });
});

describe("writer", () => {
  test.each([
    ["negative uint64", () => new BinaryWriter().uint64(-1n)],
    ["too large uint64", () => new BinaryWriter().uint64(1n << 64n)],
    ["too large int64", () => new BinaryWriter().int64(1n << 63n)],
    ["too small sint64", () => new BinaryWriter().sint64(-(1n << 63n) - 1n)],
    ["negative uint32", () => new BinaryWriter().uint32(-1)],
    ["fractional uint32", () => new BinaryWriter().uint32(1.5)],
    ["not a number", () => new BinaryWriter().uint32(Number.NaN)],
    ["too large fixed32", () => new BinaryWriter().fixed32(2 ** 32)],
    ["too large int32", () => new BinaryWriter().int32(2 ** 31)],
    ["too large sint32", () => new BinaryWriter().sint32(2 ** 31)],
  ])("refuses a %s", (_name, write) => {
    expect(write).toThrow(RangeError);
  });

  test.each([127, 128, 16_383, 16_384, 2_097_152])("writes the length of %i bytes", (length) => {
    const contents = "x".repeat(length);
    const message = socksProto.MarketMessage.fromPartial({ contents, version: "1" });
    const encoded = socksProto.MarketMessage.encode(message).finish();
    expect(socksProto.MarketMessage.decode(encoded)).toEqual(message);
  });

  test("an encoding inside another does not disturb it", () => {
    const outer = new BinaryWriter().uint32(0x0a).fork().string("outer");
    const inner = new BinaryWriter().string("inner").finish();
    expect(inner).toEqual(bytes(5, ...new TextEncoder().encode("inner")));
    expect(outer.join().finish()).toEqual(bytes(0x0a, 6, 5, ...new TextEncoder().encode("outer")));
  });

  test("results keep their content when buffers are reused", () => {
    const first = new BinaryWriter().string("first").finish();
    new BinaryWriter().string("secnd").finish();
    expect(new BinaryReader(first).string()).toBe("first");
  });
});

describe("text", () => {
  test.each(["", "plain", "ünïcödé", "漢字 🎉", "x".repeat(200), "\ufeffmark"])("%j", (text) => {
    const encoded = new BinaryWriter().string(text).finish();
    expect(new BinaryReader(encoded).string()).toBe(text);
    const utf8 = new TextEncoder().encode(text);
    expect(decodePortable(utf8, 0, utf8.length)).toBe(text);
    expect(decodeUtf8(utf8, 0, utf8.length)).toBe(text);
  });
});
