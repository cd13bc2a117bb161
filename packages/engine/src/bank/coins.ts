import { type Rejection, reject } from "../state/index.js";
import type { Coin } from "./state.js";

/** A coin as protobuf carries it. */
export interface WireCoin {
  readonly denom: string;
  readonly amount: string;
}

const DENOM = /^[a-zA-Z][a-zA-Z0-9/:._-]{2,127}$/;

/** The text that the SDK prints for coins in an error, valid or not. */
export function rawCoinsText(coins: readonly WireCoin[]): string {
  return coins.map((c) => `${c.amount}${c.denom}`).join(",");
}

/**
 * Reads coins that must be positive, sorted by denom and unique (sdk 10 otherwise). An empty list
 * is valid.
 */
export function parseCoins(coins: readonly WireCoin[]): Rejection | Coin[] {
  const parsed: Coin[] = [];
  for (const [i, { denom, amount }] of coins.entries()) {
    const value = /^-?\d+$/.test(amount) ? BigInt(amount) : 0n;
    const ascending = i === 0 || (coins[i - 1] as WireCoin).denom < denom;
    if (value <= 0n || !ascending || !DENOM.test(denom)) {
      return reject("sdk", 10, `${rawCoinsText(coins)}: invalid coins`);
    }
    parsed.push({ denom, amount: value });
  }
  return parsed;
}

export function wireCoin({ denom, amount }: Coin): { denom: string; amount: string } {
  return { denom, amount: amount.toString() };
}

/** Reads coins that this chain wrote itself. */
export function storedCoins(coins: readonly WireCoin[]): Coin[] {
  return coins.map(({ denom, amount }) => ({ denom, amount: BigInt(amount) }));
}

/** The sum of two lists, in denom order and without zeros. */
export function addCoins(a: readonly Coin[], b: readonly Coin[]): Coin[] {
  const sums = new Map<string, bigint>();
  for (const { denom, amount } of [...a, ...b]) sums.set(denom, (sums.get(denom) ?? 0n) + amount);
  return [...sums.entries()]
    .filter(([, amount]) => amount !== 0n)
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([denom, amount]) => ({ denom, amount }));
}

/** Whether `a` holds at least as much as `b` of every denom of `b`. */
export function coversCoins(a: readonly Coin[], b: readonly Coin[]): boolean {
  return b.every(({ denom, amount }) => (a.find((c) => c.denom === denom)?.amount ?? 0n) >= amount);
}
