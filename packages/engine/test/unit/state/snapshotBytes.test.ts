import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeSnapshot, encodeSnapshot } from "../../../src/app/snapshot.js";
import { recordCodec, StateRegistry, stringCodec } from "../../../src/state/index.js";

const HEADER = { chainId: "c", height: 7, seconds: 8, nanos: 9, proposer: Uint8Array.of(1, 255) };

function registry() {
  const created = new StateRegistry();
  return { created, a: created.store("a", stringCodec), b: created.store("bé", stringCodec) };
}

test("a snapshot gives back every record, whatever letters keys and values have", () => {
  const entry = fc.tuple(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(fc.array(entry), fc.array(entry), (first, second) => {
      const { created, a, b } = registry();
      for (const [key, value] of first) a.set(key, value);
      for (const [key, value] of second) b.set(key, value);
      const hash = created.commit();
      const restored = registry();
      const header = decodeSnapshot(encodeSnapshot(HEADER, created), restored.created);
      expect(header).toMatchObject({ ...HEADER });
      expect(restored.created.stateHash()).toEqual(hash);
      expect([...restored.a.entries()]).toEqual([...a.entries()]);
      expect([...restored.b.entries()]).toEqual([...b.entries()]);
    }),
  );
});

test("a record's bytes are JSON with sorted keys, tagged integers and bytes, nothing absent", () => {
  const codec = recordCodec<unknown>();
  const value = { b: [1n, { z: null, y: '"é' }], a: Uint8Array.of(0, 171), c: undefined, d: true };
  const text = '{"a":{"$b":"00ab"},"b":[{"$n":"1"},{"y":"\\"é","z":null}],"d":true}';
  expect(stringCodec.decode(codec.encode(value))).toBe(text);
  const { c: _absent, ...present } = value;
  expect(codec.decode(codec.encode(value))).toEqual(present);
});
