const FIRST_MS = 250;
const MAX_MS = 15_000;
/** A part that ran this long starts again at the first delay. */
export const STABLE_MS = 30_000;

/** Delay before restart number `failures` in a row (1, 2, …): doubling, with a ceiling. */
export function backoffMs(failures: number): number {
  return Math.min(MAX_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
}
