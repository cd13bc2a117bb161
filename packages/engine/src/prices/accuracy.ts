/**
 * Whether a proposed price is near enough to a node's own index price (risk.md §2.3, rule 3). The
 * protocol defines this rule and never asks it in consensus, since it depends on the node; it is
 * here for whoever wants to judge a proposer.
 */
export function isPriceAccurate(
  old: bigint,
  proposed: bigint,
  index: bigint,
  minPriceChangePpm: number,
): boolean {
  const isBetween = (x: bigint, a: bigint, b: bigint) =>
    a < b ? a <= x && x <= b : b <= x && x <= a;
  if (isBetween(proposed, old, index)) return true;
  const crosses = isBetween(index, old, proposed) && index !== old && index !== proposed;
  if (!crosses) return false;
  const distance = (a: bigint, b: bigint) => (a > b ? a - b : b - a);
  const tick = old * BigInt(minPriceChangePpm);
  const before = distance(old, index);
  const after = distance(index, proposed);
  // Within one tick the new price may be as far off as the old one; beyond, the geometric mean.
  if (before * 1_000_000n <= tick) return after <= before;
  return after * after * 1_000_000n <= before * tick;
}
