/** Shape of the tables that `scripts/generate.mjs` derives from the .proto files. */

export type ScalarType =
  | "double"
  | "float"
  | "int32"
  | "int64"
  | "uint32"
  | "uint64"
  | "sint32"
  | "sint64"
  | "fixed32"
  | "fixed64"
  | "sfixed32"
  | "sfixed64"
  | "bool"
  | "string"
  | "bytes";

export interface FieldSchema {
  readonly no: number;
  /** Name in the .proto file (snake_case). */
  readonly name: string;
  /** Property of the generated interface (camelCase). */
  readonly key: string;
  readonly type: ScalarType | "message" | "enum";
  /** Full name of the message or enum. */
  readonly of?: string;
  readonly repeated?: boolean;
  /** Type of the keys when the field is a map; `type` and `of` then describe its values. */
  readonly map?: ScalarType;
  readonly oneof?: string;
  /** The chain writes this message even when it is empty (wire.md 1.0, "T!"). */
  readonly always?: boolean;
  readonly format?: "serializableInt" | "legacyDec";
}

export interface MessageSchema {
  readonly fields: readonly FieldSchema[];
  /** Path of the field that holds the signer's address, for a Msg that has a signer. */
  readonly signer?: string;
}

/** Names by number. */
export type EnumSchema = Readonly<Record<number, string>>;

export interface MethodSchema {
  readonly request: string;
  readonly response: string;
  /** For example `GET /dydxprotocol/clob/clob_pair/{id}`. */
  readonly rest?: string;
  readonly stream?: boolean;
}

/** The part of a generated codec that generic code needs. */
export interface MessageCodec<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(input: Uint8Array, length?: number): T;
}
