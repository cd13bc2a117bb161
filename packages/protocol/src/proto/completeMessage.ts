import { codecs } from "../gen/registry.js";
import { messageSchemas } from "../gen/schema.js";
import type { FieldSchema, MessageSchema } from "../schema/types.js";
import { encodeSerializableInt } from "./serializableInt.js";

const ZERO = encodeSerializableInt(0n);

/**
 * A copy with everything present that the chain always writes (wire.md §1.0): non-nullable messages
 * even when empty, and serializable integers as at least `02`, at every depth. The Rust client
 * fails
 * without them, so answers to queries go through this.
 */
export function completeMessage<T extends object>(typeName: string, message: T): T {
  const schema = messageSchemas[typeName];
  if (schema === undefined) throw new RangeError(`unknown message type ${typeName}`);
  return complete(schema, message) as T;
}

function complete(schema: MessageSchema, message: object): object {
  const values: Record<string, unknown> = { ...message };
  for (const field of schema.fields) {
    values[field.key] = field.repeated
      ? ((values[field.key] ?? []) as readonly unknown[]).map((item) => completeValue(field, item))
      : completeValue(field, values[field.key]);
  }
  return values;
}

function completeValue(field: FieldSchema, value: unknown): unknown {
  if (field.format === "serializableInt") {
    return value === undefined || (value as Uint8Array).length === 0 ? ZERO : value;
  }
  if (field.type !== "message" || field.map !== undefined || field.of === undefined) return value;
  const nested = value ?? (field.always ? emptyMessage(field.of) : undefined);
  const schema = messageSchemas[field.of];
  return nested === undefined || schema === undefined ? nested : complete(schema, nested as object);
}

function emptyMessage(typeName: string): object | undefined {
  return codecs[typeName]?.decode(new Uint8Array());
}
