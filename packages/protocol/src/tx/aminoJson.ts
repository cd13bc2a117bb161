/** Any JSON value; amino documents hold no floating-point numbers. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * Keys in code-unit order at every level, no spaces, `&`, `<` and `>` escaped as Go's encoder does.
 */
export function sortedJsonBytes(value: JsonValue): Uint8Array {
  const text = JSON.stringify(sorted(value))
    .replaceAll("&", "\\u0026")
    .replaceAll("<", "\\u003c")
    .replaceAll(">", "\\u003e");
  return new TextEncoder().encode(text);
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const object = value as { readonly [key: string]: JsonValue };
  const keys = Object.keys(object).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(object[key] as JsonValue)]));
}
