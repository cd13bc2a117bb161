/** Where two engines first differ, or where an engine broke. */
export class Divergence extends Error {
  constructor(seed: number, block: number, command: string, detail: string, cause?: unknown) {
    super(`seed ${seed}, block ${block}, ${command}: ${detail}`, { cause });
  }
}

/** What differs between the engines' values, in words; undefined when they are the same. */
export function differenceOf(
  what: string,
  names: readonly string[],
  values: readonly unknown[],
): string | undefined {
  const first = values[0];
  for (let i = 1; i < values.length; i++) {
    if (isSame(values[i], first)) continue;
    return `${what} of ${names[0]} and ${names[i]} differ: ${show(first)} / ${show(values[i])}`;
  }
  return undefined;
}

function show(value: unknown): string {
  const text = JSON.stringify(value, (_key, v: unknown) => {
    if (typeof v === "bigint") return `${v}n`;
    return v instanceof Uint8Array ? Buffer.from(v).toString("hex") : v;
  });
  return text === undefined ? String(value) : text.slice(0, 4_000);
}

/** Equal in structure: plain objects, arrays, bytes, primitives. `undefined` members count. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a)) return Array.isArray(b) && isSameList(a, b);
  if (a instanceof Map || a instanceof Set) throw new Error("maps and sets are not compared");
  const [left, right] = [a, b] as Record<string, unknown>[];
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isSame(left?.[key], right?.[key]));
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!isSame(a[i], b[i])) return false;
  return true;
}
