import type { Any } from "../gen/google/protobuf/any.js";
import { codecs } from "../gen/registry.js";
import type { MessageCodec } from "../schema/types.js";

/** A decoded `google.protobuf.Any`: the message and its type URL (`/` + full name). */
export interface TypedMessage {
  readonly typeUrl: string;
  readonly value: object;
}

/** Codec of the message that a type URL names, or undefined when this build does not know it. */
export function lookupCodec(typeUrl: string): MessageCodec<object> | undefined {
  return typeUrl.startsWith("/") && Object.hasOwn(codecs, typeUrl.slice(1))
    ? codecs[typeUrl.slice(1)]
    : undefined;
}

/**
 * Codecs by type URL: every Msg, and everything else an Any can carry (public keys, accounts,
 * authorizations, extension options, proposals' messages).
 */
export const typeRegistry: ReadonlyMap<string, MessageCodec<object>> = new Map(
  Object.entries(codecs).map(([name, codec]) => [`/${name}`, codec]),
);

/** Decodes the content of an Any; undefined when the type is unknown. Malformed bytes throw. */
export function decodeAny(any: Any): TypedMessage | undefined {
  const codec = lookupCodec(any.typeUrl);
  return codec === undefined ? undefined : { typeUrl: any.typeUrl, value: codec.decode(any.value) };
}

/** Wraps a message; the type URL must be known. */
export function encodeAny<T extends object>(typeUrl: string, value: T): Any {
  const codec = lookupCodec(typeUrl);
  if (codec === undefined) throw new RangeError(`unknown message type ${typeUrl}`);
  return { typeUrl, value: codec.encode(value).finish() };
}
