import { Any } from "../gen/google/protobuf/any.js";
import { messageSchemas } from "../gen/schema.js";
import type { FieldSchema } from "../schema/types.js";
import { readTag, readVarint, type Tag, valueSize, WireError } from "./wireReader.js";

export interface UnknownFieldOptions {
  /** Refuse every unknown field; otherwise those with bit 11 of their number set are ignored. */
  readonly strict: boolean;
}

const NON_CRITICAL_BIT = 1 << 10;
const MAX_DEPTH = 100;
const WIRE_TYPE_NAMES = ["varint", "fixed64", "bytes", "start_group", "end_group", "fixed32"];
const WIRE_TYPES: Readonly<Record<string, number>> = {
  double: 1,
  fixed64: 1,
  sfixed64: 1,
  float: 5,
  fixed32: 5,
  sfixed32: 5,
  string: 2,
  bytes: 2,
  message: 2,
};

/**
 * Walks a message and everything below it, through Any too, and returns the chain's error text for
 * the first field that it would refuse; undefined when there is none. PERF: one pass, no decoding
 * except of Any.
 */
export function findUnknownField(
  typeName: string,
  bytes: Uint8Array,
  options: UnknownFieldOptions,
): string | undefined {
  try {
    return walk(typeName, bytes, options.strict, 0);
  } catch (error) {
    if (error instanceof WireError) return error.message;
    throw error;
  }
}

type FieldIndex = ReadonlyMap<number, FieldSchema>;
const indexes = new Map<string, FieldIndex>();

function fieldIndex(typeName: string): FieldIndex {
  let index = indexes.get(typeName);
  if (index === undefined) {
    const schema = messageSchemas[typeName];
    if (schema === undefined) throw new RangeError(`unknown message type ${typeName}`);
    index = new Map(schema.fields.map((field) => [field.no, field]));
    indexes.set(typeName, index);
  }
  return index;
}

function walk(typeName: string, bytes: Uint8Array, strict: boolean, depth: number) {
  if (depth > MAX_DEPTH) return "maximum recursion depth reached";
  const fields = fieldIndex(typeName);
  let offset = 0;
  while (offset < bytes.length) {
    const tag = tagOrInvalidLength(bytes, offset);
    if (tag === undefined) return "invalid length";
    const field = fields.get(tag.fieldNumber);
    const refused = refuse(typeName, field, tag, strict);
    if (refused !== undefined) return refused;
    offset += tag.size;
    const size = valueSize(bytes, offset, tag);
    if (field?.type === "message" && field.map === undefined && field.of !== undefined) {
      const prefix = readVarint(bytes, offset).size;
      const nested = bytes.subarray(offset + prefix, offset + size);
      const found = walkNested(field.of, nested, strict, depth + 1);
      if (found !== undefined) return found;
    } else if (field?.format === "serializableInt" && tag.wireType === 2) {
      const prefix = readVarint(bytes, offset).size;
      const malformed = malformedInteger(bytes.subarray(offset + prefix, offset + size));
      if (malformed !== undefined) return malformed;
    }
    offset += size;
  }
  return undefined;
}

/** Integers of any size whose version the chain cannot read; decoding them would throw later. */
function malformedInteger(bytes: Uint8Array): string | undefined {
  if (bytes.length <= 1) return undefined;
  const version = (bytes[0] as number) >> 1;
  if (version === 1) return undefined;
  return `Int.GobDecode: encoding version ${version} not supported`;
}

function tagOrInvalidLength(bytes: Uint8Array, offset: number): Tag | undefined {
  try {
    return readTag(bytes, offset);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

function walkNested(
  typeName: string,
  bytes: Uint8Array,
  strict: boolean,
  depth: number,
): string | undefined {
  const found = walk(typeName, bytes, strict, depth);
  if (found !== undefined || typeName !== "google.protobuf.Any") return found;
  const any = Any.decode(bytes);
  const name = any.typeUrl.slice(any.typeUrl.lastIndexOf("/") + 1);
  if (!Object.hasOwn(messageSchemas, name)) return `unable to resolve type URL ${any.typeUrl}`;
  return walk(name, any.value, strict, depth);
}

function refuse(typeName: string, field: FieldSchema | undefined, tag: Tag, strict: boolean) {
  if (field === undefined) {
    const critical = (tag.fieldNumber & NON_CRITICAL_BIT) === 0;
    return critical || strict
      ? `errUnknownField "${goTypeName(typeName)}": ` +
          `{TagNum: ${tag.fieldNumber}, WireType:"${wireTypeName(tag.wireType)}"}`
      : undefined;
  }
  const wanted = field.map === undefined ? (WIRE_TYPES[field.type] ?? 0) : 2;
  // Bytes pass for every type: numbers may be packed, and decoding catches the rest.
  if (tag.wireType === wanted || tag.wireType === 2) return undefined;
  return (
    `Mismatched "${goTypeName(typeName)}": {TagNum: ${tag.fieldNumber}, ` +
    `GotWireType: "${wireTypeName(tag.wireType)}" != WantWireType: "${wireTypeName(wanted)}"}`
  );
}

function wireTypeName(wireType: number): string {
  return WIRE_TYPE_NAMES[wireType] ?? `unknown type: ${wireType}`;
}

/** Go package of the types; everything else lives in a package called `types`. */
const GO_PACKAGES: Readonly<Record<string, string>> = {
  "cosmos.tx.v1beta1": "tx",
  "cosmos.tx.signing.v1beta1": "signing",
  "cosmos.crypto.secp256k1": "secp256k1",
  "cosmos.crypto.ed25519": "ed25519",
  "cosmos.crypto.multisig": "multisig",
  "cosmos.gov.v1": "v1",
  "cosmos.gov.v1beta1": "v1beta1",
  "cosmos.authz.v1beta1": "authz",
  "cosmos.feegrant.v1beta1": "feegrant",
};

function goTypeName(typeName: string): string {
  const parts = typeName.split(".");
  const first = parts.findIndex((part) => /^[A-Z]/.test(part));
  const goPackage = GO_PACKAGES[parts.slice(0, first).join(".")] ?? "types";
  return `*${goPackage}.${parts.slice(first).join("_")}`;
}
