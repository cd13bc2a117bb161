import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import "./settings.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadProtobufJs } from "../../bench/peers.js";
import { codecs, fromProtoJson, messageSchemas, toProtoJson } from "../../src/index.js";
import { sameBytes } from "../recordings/load.js";
import { arbitraryMessage } from "./arbitraryMessage.js";

const SELF_CONTAINED = Object.keys(messageSchemas).filter((name) => !name.endsWith("Entry"));
const RUNS_PER_TYPE = 4;

describe("every message type", () => {
  test("survives encoding and decoding", () => {
    for (const name of SELF_CONTAINED) {
      const codec = codecs[name];
      if (codec === undefined) throw new Error(name);
      fc.assert(
        fc.property(arbitraryMessage(name), (message) => {
          const bytes = codec.encode(message).finish();
          expect(codec.decode(bytes), name).toEqual(message);
        }),
        { numRuns: RUNS_PER_TYPE },
      );
    }
  });

  test("is read and written alike by an independent implementation", () => {
    const proto = fileURLToPath(new URL("../../proto/", import.meta.url));
    const files = readdirSync(proto, { recursive: true, encoding: "utf8" });
    const protobufJs = loadProtobufJs(files.filter((file) => file.endsWith(".proto")));
    for (const name of SELF_CONTAINED) {
      const codec = codecs[name];
      if (codec === undefined) throw new Error(name);
      const peer = protobufJs(name);
      fc.assert(
        fc.property(arbitraryMessage(name, { safeIntegers: true }), (message) => {
          const again = peer.encode(peer.decode(codec.encode(message).finish()));
          expect(codec.decode(again), name).toEqual(message);
        }),
        { numRuns: 2 },
      );
    }
  });
});

/** Types whose JSON is lossy by design or needs text that the arbitrary does not make. */
const needsSpecialText = (name: string): boolean =>
  messageSchemas[name]?.fields.some(
    (field) =>
      field.format === "legacyDec" ||
      field.of?.startsWith("google.protobuf.") === true ||
      (field.of !== undefined && field.type === "message" && needsSpecialText(field.of)),
  ) ?? false;

test("proto-JSON keeps dydxprotocol messages whole", () => {
  const names = SELF_CONTAINED.filter(
    (name) => name.startsWith("dydxprotocol.") && !needsSpecialText(name),
  );
  expect(names.length).toBeGreaterThan(200);
  for (const name of names) {
    const codec = codecs[name];
    fc.assert(
      fc.property(arbitraryMessage(name), (message) => {
        const json = toProtoJson(name, message);
        const back = toProtoJson(name, fromProtoJson(name, JSON.parse(JSON.stringify(json))));
        expect(back, name).toEqual(json);
      }),
      { numRuns: RUNS_PER_TYPE },
    );
    expect(codec).toBeDefined();
  }
});

test("random bytes either decode or throw, and never hang", () => {
  const names = ["cosmos.tx.v1beta1.TxBody", "dydxprotocol.clob.MsgPlaceOrder"];
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.uint8Array({ maxLength: 60 }), (name, bytes) => {
      const codec = codecs[name];
      try {
        const message = codec?.decode(bytes) ?? {};
        const once = codec?.encode(message).finish() ?? new Uint8Array();
        const twice = codec?.encode(codec.decode(once)).finish() ?? new Uint8Array();
        expect(sameBytes(once, twice)).toBe(true);
      } catch (error) {
        expect((error as Error).name).toBe("DecodeError");
      }
    }),
    { numRuns: 3_000 },
  );
});
