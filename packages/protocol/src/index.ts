/**
 * `@perpetua/protocol`: everything that two sides of a wire must agree on.
 *
 * One namespace per proto package (`clob.MsgPlaceOrder`, `indexerEvents.OrderFillEventV1`, …), the
 * transaction envelope, identifiers, exact unit conversions and the risk formulas. Pure and
 * browser-safe; depends on no other package of this repository.
 */

export * from "./address/index.js";
export * from "./gen/namespaces.js";
export { codecs } from "./gen/registry.js";
export { enumSchemas, messageSchemas, methodSchemas } from "./gen/schema.js";
export * from "./ids/index.js";
export * from "./json/index.js";
export { completeMessage } from "./proto/completeMessage.js";
export { indexerEventCodec } from "./proto/indexerEvents.js";
export { decodeSerializableInt, encodeSerializableInt } from "./proto/serializableInt.js";
export {
  decodeAny,
  encodeAny,
  lookupCodec,
  type TypedMessage,
  typeRegistry,
} from "./proto/typeRegistry.js";
export { findUnknownField, type UnknownFieldOptions } from "./proto/unknownFields.js";
export * from "./risk/index.js";
export type {
  EnumSchema,
  FieldSchema,
  MessageCodec,
  MessageSchema,
  MethodSchema,
} from "./schema/types.js";
export * from "./tx/index.js";
export * from "./types/index.js";
export * from "./units/index.js";
