import { base64, base64url } from "@scure/base";
import { codecs } from "../gen/registry.js";
import { enumSchemas, messageSchemas } from "../gen/schema.js";
import { encodeSerializableInt } from "../proto/serializableInt.js";
import type { FieldSchema } from "../schema/types.js";
import type { JsonValue } from "../tx/aminoJson.js";
import { parseScaled } from "../units/decimal.js";
import { durationFromJson, timestampFromJson } from "./wellKnown.js";

type JsonObject = { readonly [key: string]: JsonValue };

/** JSON that does not fit the message; the path names the member. */
export class ProtoJsonError extends Error {
  override readonly name = "ProtoJsonError";
}

/**
 * Reads a message from JSON with proto or camelCase names. Lenient where chains' own files are:
 * 64-bit integers and small ones may be numbers or text, enums names or numbers, null means absent.
 */
export function fromProtoJson<T extends object>(typeName: string, json: JsonValue): T {
  return readMessage(typeName, json, typeName) as T;
}

function readMessage(typeName: string, json: JsonValue, path: string): object {
  const schema = messageSchemas[typeName];
  const codec = codecs[typeName];
  if (schema === undefined || codec === undefined) {
    throw new ProtoJsonError(`${path}: unknown message type ${typeName}`);
  }
  const object = asObject(json, path);
  const message = codec.decode(new Uint8Array()) as Record<string, unknown>;
  for (const field of schema.fields) {
    const value = object[field.name] ?? object[field.key];
    if (value === undefined || value === null) continue;
    message[field.key] = readField(field, value, `${path}.${field.name}`);
  }
  return message;
}

function asObject(json: JsonValue, path: string): JsonObject {
  if (json === null || typeof json !== "object" || Array.isArray(json)) {
    throw new ProtoJsonError(`${path}: expected an object`);
  }
  return json as JsonObject;
}

function readField(field: FieldSchema, json: JsonValue, path: string): unknown {
  if (field.map !== undefined) return readMap(field, field.map, asObject(json, path), path);
  if (!field.repeated) return readValue(field, json, path);
  if (!Array.isArray(json)) throw new ProtoJsonError(`${path}: expected a list`);
  return json.map((item: JsonValue, index) => readValue(field, item, `${path}[${index}]`));
}

/** ts-proto keeps maps with 64-bit keys as Map and the others as plain objects. */
function readMap(field: FieldSchema, keyType: string, json: JsonObject, path: string): unknown {
  const entries = Object.entries(json).map(
    ([key, item]) => [key, readValue(field, item, `${path}.${key}`)] as const,
  );
  return keyType.endsWith("64")
    ? new Map(entries.map(([key, item]) => [BigInt(key), item]))
    : Object.fromEntries(entries);
}

function readValue(field: FieldSchema, json: JsonValue, path: string): unknown {
  try {
    switch (field.type) {
      case "message":
        return readMessageField(field.of ?? "", json, path);
      case "enum":
        return readEnum(field.of ?? "", json);
      case "bytes":
        return readBytes(field, String(json));
      case "string":
        return field.format === "legacyDec"
          ? parseScaled(String(json), -18, "exact").toString()
          : readString(json);
      case "bool":
        return readBool(json);
      default:
        return field.type.endsWith("64") ? readBigInt(json) : readNumber(json);
    }
  } catch (error) {
    if (error instanceof ProtoJsonError) throw error;
    throw new ProtoJsonError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readMessageField(typeName: string, json: JsonValue, path: string): object {
  if (typeName === "google.protobuf.Timestamp") return timestampFromJson(String(json));
  if (typeName === "google.protobuf.Duration") return durationFromJson(String(json));
  if (typeName !== "google.protobuf.Any") return readMessage(typeName, json, path);
  const { "@type": typeUrl, ...members } = asObject(json, path);
  if (typeof typeUrl !== "string") throw new ProtoJsonError(`${path}: expected an @type`);
  const name = typeUrl.slice(typeUrl.lastIndexOf("/") + 1);
  const value = readMessage(name, members, path);
  return { typeUrl, value: codecs[name]?.encode(value).finish() };
}

function readEnum(typeName: string, json: JsonValue): number {
  const names = enumSchemas[typeName] ?? {};
  if (typeof json === "number") return json;
  const found = Object.entries(names).find(([, name]) => name === json);
  if (found !== undefined) return Number(found[0]);
  if (typeof json === "string" && /^\d+$/.test(json)) return Number(json);
  throw new RangeError(`unknown value ${String(json)} of ${typeName}`);
}

function readBytes(field: FieldSchema, text: string): Uint8Array {
  if (field.format === "serializableInt") return encodeSerializableInt(BigInt(text));
  const padded = text.padEnd(Math.ceil(text.length / 4) * 4, "=");
  return /[-_]/.test(text) ? base64url.decode(padded) : base64.decode(padded);
}

function readString(json: JsonValue): string {
  if (typeof json !== "string") throw new RangeError("expected text");
  return json;
}

function readBool(json: JsonValue): boolean {
  if (json === true || json === "true") return true;
  if (json === false || json === "false") return false;
  throw new RangeError("expected a boolean");
}

function readBigInt(json: JsonValue): bigint {
  if (typeof json === "number" && !Number.isSafeInteger(json)) {
    throw new RangeError("expected an integer");
  }
  if (typeof json !== "number" && !/^-?\d+$/.test(String(json))) {
    throw new RangeError("expected an integer");
  }
  return BigInt(json as string | number);
}

function readNumber(json: JsonValue): number {
  const value = typeof json === "string" && json.trim() !== "" ? Number(json) : json;
  if (typeof value !== "number" || !Number.isSafeInteger(value)) {
    throw new RangeError("expected an integer");
  }
  return value;
}
