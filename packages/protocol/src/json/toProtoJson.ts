import { base64 } from "@scure/base";
import type { Any } from "../gen/google/protobuf/any.js";
import type { Duration } from "../gen/google/protobuf/duration.js";
import type { Timestamp } from "../gen/google/protobuf/timestamp.js";
import { codecs } from "../gen/registry.js";
import { enumSchemas, messageSchemas } from "../gen/schema.js";
import { decodeSerializableInt } from "../proto/serializableInt.js";
import type { FieldSchema } from "../schema/types.js";
import type { JsonValue } from "../tx/aminoJson.js";
import { formatPlaces } from "../units/decimal.js";
import { EMPTY_BYTES } from "../wire/index.js";
import { durationToJson, timestampToJson, ZERO_TIME } from "./wellKnown.js";

const LEGACY_DEC_PLACES = 18;

type Json = { [key: string]: JsonValue };

/**
 * A message as the REST gateway and the streaming WebSocket print it (wire.md §1.2, §3.3): proto
 * names, 64-bit integers as text, enums by name, bytes in base64, defaults included, an absent
 * message as null (or its defaults where the chain always writes it), unset oneof members left out,
 * Any flattened with `@type`.
 */
export function toProtoJson(typeName: string, message: object): { [key: string]: JsonValue } {
  const schema = messageSchemas[typeName];
  if (schema === undefined) throw new RangeError(`unknown message type ${typeName}`);
  const values = message as Readonly<Record<string, unknown>>;
  const json: Json = {};
  for (const field of schema.fields) {
    const value = values[field.key];
    if (field.oneof !== undefined && value === undefined) continue;
    json[field.name] = fieldToJson(field, value);
  }
  return json;
}

function fieldToJson(field: FieldSchema, value: unknown): JsonValue {
  if (field.repeated) {
    return ((value ?? []) as readonly unknown[]).map((item) => valueToJson(field, item));
  }
  if (field.map !== undefined) return mapToJson(field, value);
  return valueToJson(field, value);
}

function mapToJson(field: FieldSchema, value: unknown): JsonValue {
  const entries = value instanceof Map ? [...value] : Object.entries(value ?? {});
  const named = entries.map(([key, item]) => [String(key), valueToJson(field, item)] as const);
  return Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function valueToJson(field: FieldSchema, value: unknown): JsonValue {
  switch (field.type) {
    case "message":
      return messageToJson(field, value as object | undefined);
    case "enum":
      return enumSchemas[field.of ?? ""]?.[(value as number) ?? 0] ?? ((value as number) || 0);
    case "bytes":
      return bytesToJson(field, value as Uint8Array | undefined);
    case "string":
      return field.format === "legacyDec" ? legacyDecToJson(value as string) : (value as string);
    case "int64":
    case "uint64":
    case "sint64":
    case "fixed64":
    case "sfixed64":
      return String(value ?? 0n);
    default:
      return value as JsonValue;
  }
}

/** Unset bytes are null, as Go's nil slices (recorded: `pagination.next_key`). */
function bytesToJson(field: FieldSchema, bytes: Uint8Array = EMPTY_BYTES): JsonValue {
  if (field.format === "serializableInt") return decodeSerializableInt(bytes).toString();
  const unset = bytes.length === 0 && !field.repeated && field.oneof === undefined;
  return unset ? null : base64.encode(bytes);
}

/** The wire holds the decimal times 10^18; an unset one prints as zero. */
function legacyDecToJson(text: string | undefined): string {
  return formatPlaces(BigInt(text || "0"), LEGACY_DEC_PLACES);
}

function messageToJson(field: FieldSchema, value: object | undefined): JsonValue {
  const typeName = field.of ?? "";
  if (typeName === "google.protobuf.Timestamp") {
    if (value === undefined && !field.always) return null;
    return timestampToJson((value as Timestamp | undefined) ?? ZERO_TIME);
  }
  if (typeName === "google.protobuf.Duration") {
    if (value === undefined && !field.always) return null;
    return durationToJson((value as Duration | undefined) ?? { seconds: 0n, nanos: 0 });
  }
  if (value === undefined) return field.always ? defaultJson(typeName) : null;
  return typeName === "google.protobuf.Any"
    ? anyToJson(value as Any)
    : toProtoJson(typeName, value);
}

function defaultJson(typeName: string): JsonValue {
  const codec = codecs[typeName];
  if (codec === undefined) throw new RangeError(`unknown message type ${typeName}`);
  return toProtoJson(typeName, codec.decode(new Uint8Array()));
}

function anyToJson(any: Any): JsonValue {
  const typeName = any.typeUrl.slice(any.typeUrl.lastIndexOf("/") + 1);
  const codec = Object.hasOwn(codecs, typeName) ? codecs[typeName] : undefined;
  if (codec === undefined) throw new RangeError(`unknown message type ${any.typeUrl}`);
  return { "@type": any.typeUrl, ...toProtoJson(typeName, codec.decode(any.value)) };
}
