/**
 * The list from a start that changes with the block's time, wrapping (clob.md §8.2: any fair rule
 * will do).
 */
export function rotated<T>(list: readonly T[], seed: number): T[] {
  if (list.length === 0) return [];
  const start = seed % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
