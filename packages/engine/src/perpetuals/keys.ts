const CACHED = 4096;
const cached: string[] = [];

/**
 * Store key of a uint32 id: ten digits, so that key order is id order. PERF: small ids come from a
 * table.
 */
export function idKey(id: number): string {
  if (id >= CACHED) return String(id).padStart(10, "0");
  let key = cached[id];
  if (key === undefined) {
    key = String(id).padStart(10, "0");
    cached[id] = key;
  }
  return key;
}
