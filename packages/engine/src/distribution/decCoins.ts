import type { Coin } from "../bank/index.js";
import { addCoins } from "../bank/index.js";
import { DEC_ONE, min } from "../math/index.js";
import type { DecCoins } from "./state.js";

export { addCoins as addDecCoins };

/** `a − b`; the caller knows that `b` is contained in `a`. */
export function subtractDecCoins(a: DecCoins, b: DecCoins): Coin[] {
  return addCoins(
    a,
    b.map(({ denom, amount }) => ({ denom, amount: -amount })),
  );
}

/** Applies `f` to each amount and drops zeros. */
export function mapCoins(coins: DecCoins, f: (amount: bigint) => bigint): Coin[] {
  return coins
    .map(({ denom, amount }) => ({ denom, amount: f(amount) }))
    .filter((c) => c.amount !== 0n);
}

/** Per denom the smaller amount. */
export function intersectDecCoins(a: DecCoins, b: DecCoins): Coin[] {
  return mapCoins(a, (x) => x).flatMap(({ denom, amount }) => {
    const other = b.find((c) => c.denom === denom)?.amount ?? 0n;
    const smaller = min(amount, other);
    return smaller === 0n ? [] : [{ denom, amount: smaller }];
  });
}

/** Whole coins and the decimal rest. ROUNDING: towards zero. */
export function truncateDecCoins(coins: DecCoins): { whole: Coin[]; rest: Coin[] } {
  return {
    whole: mapCoins(coins, (x) => x / DEC_ONE),
    rest: mapCoins(coins, (x) => x % DEC_ONE),
  };
}
