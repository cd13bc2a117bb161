import type { prices } from "@perpetua/protocol";
import { MAX_UINT64 } from "../math/index.js";

/** What one validator's vote extension says. */
export interface PriceVote {
  /** Bonded stake behind it. */
  readonly power: bigint;
  readonly prices: ReadonlyMap<number, bigint>;
}

interface WeightedPrice {
  readonly price: bigint;
  readonly power: bigint;
}

/** The power that valid extensions must keep together: more than two thirds (app.md §1.13). */
export function requiredVotePower(total: bigint): bigint {
  return (2n * total) / 3n + 1n;
}

/**
 * Stake-weighted median: the first price, ascending, at which half of the power that named one is
 * reached (risk.md §2.5). ROUNDING: floor of the half.
 */
export function weightedMedian(votes: readonly WeightedPrice[]): bigint | undefined {
  const half = powerOf(votes) / 2n;
  const ascending = [...votes].sort((a, b) => (a.price < b.price ? -1 : a.price > b.price ? 1 : 0));
  let cumulative = 0n;
  for (const { price, power } of ascending) {
    cumulative += power;
    if (cumulative >= half) return price;
  }
  return undefined;
}

/**
 * The price update that the vote extensions of a commit stand for (risk.md §2.5): markets that at
 * least 66.7 % of all bonded stake priced, ascending by id.
 */
export function aggregatePriceVotes(
  votes: readonly PriceVote[],
  totalPower: bigint,
): prices.MsgUpdateMarketPrices {
  const byMarket = new Map<number, WeightedPrice[]>();
  for (const { power, prices: named } of votes) {
    for (const [marketId, price] of named) {
      const before = byMarket.get(marketId) ?? [];
      byMarket.set(marketId, [...before, { price, power }]);
    }
  }
  const marketPriceUpdates: prices.MsgUpdateMarketPrices["marketPriceUpdates"] = [];
  for (const [marketId, named] of [...byMarket].sort(([a], [b]) => a - b)) {
    if (powerOf(named) * 1_000n < totalPower * 667n) continue;
    const price = weightedMedian(named);
    if (price === undefined || price <= 0n || price > MAX_UINT64) continue;
    marketPriceUpdates.push({ marketId, price });
  }
  return { marketPriceUpdates };
}

function powerOf(votes: readonly { readonly power: bigint }[]): bigint {
  return votes.reduce((sum, vote) => sum + vote.power, 0n);
}
