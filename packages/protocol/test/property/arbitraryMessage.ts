import fc from "fast-check";
import {
  codecs,
  encodeSerializableInt,
  enumSchemas,
  type FieldSchema,
  messageSchemas,
} from "../../src/index.js";

const MAX_DEPTH = 3;
const SAFE = 2n ** 53n - 1n;

export interface ArbitraryOptions {
  /** Keep 64-bit integers within 2^53, for peers that hold them as numbers. */
  readonly safeIntegers?: boolean;
}

function bounds(type: string, safe: boolean): { min: bigint; max: bigint } {
  const signed = type.startsWith("s") || type.startsWith("i");
  if (safe) return { min: signed ? -SAFE : 0n, max: SAFE };
  return signed ? { min: -(2n ** 63n), max: 2n ** 63n - 1n } : { min: 0n, max: 2n ** 64n - 1n };
}

function scalar(field: FieldSchema, options: ArbitraryOptions): fc.Arbitrary<unknown> {
  switch (field.type) {
    case "bool":
      return fc.boolean();
    case "string":
      return fc.string({ unit: "grapheme", maxLength: 40 });
    case "bytes":
      return field.format === "serializableInt"
        ? fc.bigInt({ min: -(2n ** 130n), max: 2n ** 130n }).map(encodeSerializableInt)
        : fc.uint8Array({ maxLength: 40 });
    case "enum":
      return fc.constantFrom(...Object.keys(enumSchemas[field.of ?? ""] ?? {}).map(Number));
    case "int32":
    case "sint32":
    case "sfixed32":
      return fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    case "uint32":
    case "fixed32":
      return fc.integer({ min: 0, max: 2 ** 32 - 1 });
    case "float":
    case "double":
      return fc.constant(0);
    default:
      return fc.bigInt(bounds(field.type, options.safeIntegers === true));
  }
}

/** Any message of a type, with every oneof holding at most one member. */
export function arbitraryMessage(
  typeName: string,
  options: ArbitraryOptions = {},
  depth = 0,
): fc.Arbitrary<object> {
  const fields = messageSchemas[typeName]?.fields ?? [];
  const members: Record<string, fc.Arbitrary<unknown>> = {};
  const oneofs = new Map<string, FieldSchema[]>();
  for (const field of fields) {
    if (field.oneof === undefined) members[field.key] = member(field, options, depth);
    else oneofs.set(field.oneof, [...(oneofs.get(field.oneof) ?? []), field]);
  }
  const choices = [...oneofs.values()].map((group) => oneofMember(group, options, depth));
  return fc
    .tuple(fc.record(members), ...choices)
    .map(([plain, ...chosen]) => Object.assign(base(typeName), plain, ...chosen));
}

function base(typeName: string): object {
  return codecs[typeName]?.decode(new Uint8Array()) ?? {};
}

function value(field: FieldSchema, options: ArbitraryOptions, depth: number) {
  return field.type === "message" && field.of !== undefined
    ? arbitraryMessage(field.of, options, depth + 1)
    : scalar(field, options);
}

function member(field: FieldSchema, options: ArbitraryOptions, depth: number) {
  const deep = field.type === "message" && depth >= MAX_DEPTH;
  if (field.map !== undefined) return mapMember(field, options, depth);
  if (field.repeated) {
    return deep ? fc.constant([]) : fc.array(value(field, options, depth), { maxLength: 3 });
  }
  if (field.type !== "message") return scalar(field, options);
  return deep
    ? fc.constant(undefined)
    : fc.option(value(field, options, depth), { nil: undefined });
}

function mapMember(field: FieldSchema, options: ArbitraryOptions, depth: number) {
  const values = depth >= MAX_DEPTH && field.type === "message" ? undefined : field;
  if (values === undefined) return fc.constant({});
  const entry = value({ ...field }, options, depth);
  return field.map?.endsWith("64")
    ? fc
        .array(fc.tuple(fc.bigInt(bounds(field.map, true)), entry), { maxLength: 3 })
        .map((entries) => new Map(entries))
    : fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), entry, {
        maxKeys: 3,
        noNullPrototype: true,
      });
}

function oneofMember(group: readonly FieldSchema[], options: ArbitraryOptions, depth: number) {
  const usable = group.filter((field) => field.type !== "message" || depth < MAX_DEPTH);
  const none = fc.constant({});
  const some = usable.map((field) =>
    value(field, options, depth).map((item) => ({ [field.key]: item })),
  );
  return fc.oneof(none, ...some);
}
