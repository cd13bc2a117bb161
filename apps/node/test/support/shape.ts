/**
 * Where two JSON values differ in shape: members, kinds, null against something. Lists are compared
 * by their first entries; texts and numbers may differ.
 */
export function shapeDifferences(wanted: unknown, got: unknown, path = "$"): string[] {
  if (kind(wanted) !== kind(got)) return [`${path}: ${kind(wanted)}, got ${kind(got)}`];
  if (Array.isArray(wanted) && Array.isArray(got)) {
    if (wanted.length === 0 || got.length === 0) return [];
    return shapeDifferences(wanted[0], got[0], `${path}[0]`);
  }
  if (kind(wanted) !== "object") return [];
  const [a, b] = [wanted as Record<string, unknown>, got as Record<string, unknown>];
  const missing = Object.keys(a).filter((key) => !(key in b));
  const extra = Object.keys(b).filter((key) => !(key in a));
  return [
    ...missing.map((key) => `${path}.${key}: missing`),
    ...extra.map((key) => `${path}.${key}: not in the recording`),
    ...Object.keys(a)
      .filter((key) => key in b)
      .flatMap((key) => shapeDifferences(a[key], b[key], `${path}.${key}`)),
  ];
}

function kind(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}

/** The value at a dotted path; numeric parts are list positions. */
export function valueAt(value: unknown, path: string): unknown {
  if (path === "") return value;
  return path
    .split(".")
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], value);
}
