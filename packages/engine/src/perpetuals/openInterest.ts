import { max } from "../math/index.js";
import type { Rejection } from "../state/index.js";
import { perpetualsRejection } from "./errors.js";
import { type Perpetual, type PerpetualsKernel, setPerpetual } from "./state.js";

/** How one side's move from `before` to `after` changes the sum of longs (risk.md §3.4). */
export function longDelta(before: bigint, after: bigint): bigint {
  return max(after, 0n) - max(before, 0n);
}

/** Moves the open interest of a perpetual by `delta` base quantums. */
export function changeOpenInterest(
  k: PerpetualsKernel,
  perpetual: Perpetual,
  delta: bigint,
): Rejection | undefined {
  if (delta === 0n) return undefined;
  const openInterest = perpetual.openInterest + delta;
  if (openInterest < 0n) {
    return perpetualsRejection(
      25,
      `perpetual ${perpetual.params.id}, open interest ${openInterest}`,
    );
  }
  setPerpetual(k, { ...perpetual, openInterest });
  return undefined;
}
