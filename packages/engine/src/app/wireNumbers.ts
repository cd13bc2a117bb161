import { messageSchemas } from "@perpetua/protocol";

/**
 * Numbers that travel as bytes or text: the reference refuses malformed ones while it decodes a
 * transaction (sdk 2), so no handler ever meets them.
 */

const COIN = "cosmos.base.v1beta1.Coin";
const INTEGER = /^-?\d*$/;
/** The SDK's integers have at most 256 bits, its decimals 315 with their 18 places. */
const MAX_INTEGER = 1n << 256n;
const MAX_DECIMAL = 1n << 315n;
const SIGNS = [2, 3];

type Field = NonNullable<(typeof messageSchemas)[string]>["fields"][number];

const holding = new Map<string, boolean>();

/** Whether messages of this type can hold such a number anywhere. PERF: computed once per type. */
function holdsNumbers(typeName: string): boolean {
  const known = holding.get(typeName);
  if (known !== undefined) return known;
  holding.set(typeName, typeName === COIN); // Ends recursion through types that contain themselves.
  const fields = messageSchemas[typeName]?.fields ?? [];
  const holds =
    typeName === COIN ||
    fields.some((f) => f.format !== undefined || (f.of !== undefined && holdsNumbers(f.of)));
  holding.set(typeName, holds);
  return holds;
}

/** The name of the first malformed number in a decoded message; undefined when all are fine. */
export function malformedNumber(typeName: string, message: object): string | undefined {
  if (!holdsNumbers(typeName)) return undefined;
  const values = message as Readonly<Record<string, unknown>>;
  for (const field of messageSchemas[typeName]?.fields ?? []) {
    const value = values[field.key];
    if (value === undefined) continue;
    const members = field.repeated === true ? (value as readonly unknown[]) : [value];
    for (const member of members) {
      const bad = malformedMember(typeName, field, member);
      if (bad !== undefined) return bad;
    }
  }
  return undefined;
}

function malformedMember(typeName: string, field: Field, value: unknown): string | undefined {
  const { format, of, name } = field;
  if (format === "serializableInt") return isSignedBytes(value as Uint8Array) ? undefined : name;
  if (format === "legacyDec") return isInteger(value as string, MAX_DECIMAL) ? undefined : name;
  if ((typeName === COIN && name === "amount") || name === "min_self_delegation") {
    return isInteger(value as string, MAX_INTEGER) ? undefined : name;
  }
  const nested = field.type === "message" && field.map === undefined && of !== undefined;
  return nested ? malformedNumber(of, value as object) : undefined;
}

function isSignedBytes(bytes: Uint8Array): boolean {
  return bytes.length <= 1 || SIGNS.includes(bytes[0] as number);
}

function isInteger(text: string, limit: bigint): boolean {
  if (!INTEGER.test(text) || text === "-" || text.length > 100) return false;
  const value = BigInt(text === "" ? "0" : text);
  return value < limit && value > -limit;
}
