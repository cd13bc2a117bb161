/** How a stored value becomes bytes, for the state hash and for snapshots. */
export interface Codec<V> {
  encode(value: V): Uint8Array;
  decode(bytes: Uint8Array): V;
}

/** A generated protobuf codec (ts-proto shape). */
interface ProtoType<V> {
  encode(message: V): { finish(): Uint8Array };
  decode(bytes: Uint8Array): V;
}

/** Stores protobuf messages. */
export function protoCodec<V>(type: ProtoType<V>): Codec<V> {
  return { encode: (v) => type.encode(v).finish(), decode: (b) => type.decode(b) };
}

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder();

/** Length as Cosmos measures it: bytes, where a string's own `length` counts UTF-16 units. */
export function byteLength(text: string): number {
  return utf8(text).length;
}

const SHORT = 256;

/** PERF: keys and small records are short and ASCII as a rule; the encoder is slow to call. */
export function utf8(text: string): Uint8Array {
  if (text.length > SHORT) return utf8Encoder.encode(text);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return utf8Encoder.encode(text);
    bytes[i] = code;
  }
  return bytes;
}

export const stringCodec: Codec<string> = {
  encode: utf8,
  decode: (b) => utf8Decoder.decode(b),
};

/** Integers of any size, as decimal text. */
export const bigintCodec: Codec<bigint> = {
  encode: (v) => utf8(v.toString()),
  decode: (b) => BigInt(utf8Decoder.decode(b)),
};

/** Safe integers, as decimal text. */
export const numberCodec: Codec<number> = {
  encode: (v) => utf8(v.toString()),
  decode: (b) => Number(utf8Decoder.decode(b)),
};

export const booleanCodec: Codec<boolean> = {
  encode: (v) => new Uint8Array([v ? 1 : 0]),
  decode: (b) => b[0] === 1,
};

export const bytesCodec: Codec<Uint8Array> = { encode: (v) => v, decode: (b) => b };

/**
 * Plain records of JSON values plus bigint and Uint8Array, with keys written in sorted order so
 * that equal values give equal bytes. For state that has no protobuf message of its own.
 */
export function recordCodec<V>(): Codec<V> {
  return {
    encode: (v) => utf8(stableJson(v)),
    decode: (b) => JSON.parse(utf8Decoder.decode(b), revive) as V,
  };
}

function stableJson(v: unknown): string {
  if (typeof v === "bigint") return `{"$n":"${v}"}`;
  if (typeof v !== "object" || v === null) return JSON.stringify(v);
  if (v instanceof Uint8Array) return `{"$b":"${hex(v)}"}`;
  if (Array.isArray(v)) return `[${v.map(stableJson).join(",")}]`;
  let out = "";
  for (const key of Object.keys(v).sort()) {
    const member = (v as Record<string, unknown>)[key];
    if (member === undefined) continue;
    out += `${out === "" ? "" : ","}${JSON.stringify(key)}:${stableJson(member)}`;
  }
  return `{${out}}`;
}

function revive(_key: string, v: unknown): unknown {
  if (typeof v === "object" && v !== null) {
    if ("$n" in v) return BigInt(v.$n as string);
    if ("$b" in v) return unhex(v.$b as string);
  }
  return v;
}

const HEX = Array.from({ length: 256 }, (_, b) => b.toString(16).padStart(2, "0"));

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  let out = "";
  for (let i = 0; i < bytes.length; i++) out += HEX[bytes[i] as number];
  return out;
}

export function unhex(text: string): Uint8Array {
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return out;
}
