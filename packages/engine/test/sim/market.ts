import type { SimMarket } from "./genesis.js";
import type { Rng } from "./rng.js";

/**
 * Index prices that walk, jump now and then, and sometimes crash or double: what liquidates people.
 */
export class PriceWalk {
  private readonly prices: Map<number, bigint>;
  private readonly markets: SimMarket[];

  constructor(
    private readonly rng: Rng,
    markets: readonly SimMarket[],
    initial: ReadonlyMap<number, bigint>,
  ) {
    this.markets = [...markets];
    this.prices = new Map(initial);
  }

  /** One more market, at the oracle's price or at `otherwise` when it has none yet. */
  add(market: SimMarket, price: bigint, otherwise: bigint): void {
    this.markets.push(market);
    if (!this.prices.has(market.marketId))
      this.prices.set(market.marketId, price > 0n ? price : otherwise);
  }

  /** A copy of the prices after one more block. */
  step(): Map<number, bigint> {
    const { rng } = this;
    const crash = rng.weighted([
      [950, 0],
      [35, rng.between(-80, 80)],
      [15, rng.between(-400, 500)],
    ] as const);
    for (const m of this.markets) {
      const perMille = rng.weighted([
        [60, 0],
        [30, rng.between(-3, 3)],
        [8, rng.between(-20, 20)],
        [1, rng.between(-120, 150)],
      ] as const);
      const old = this.prices.get(m.marketId) ?? 1n;
      const moved = (old * BigInt(1000 + perMille + crash)) / 1000n;
      this.prices.set(m.marketId, moved > 0n ? moved : 1n);
    }
    return new Map(this.prices);
  }
}

function pow10(n: number): bigint {
  return 10n ** BigInt(n);
}

/** An oracle price in subticks, at least one tick, on the tick grid. */
export function subticksOf(m: SimMarket, price: bigint): bigint {
  const e = m.priceExponent - m.quantumConversionExponent + m.atomicResolution + 6;
  const subticks = e >= 0 ? price * pow10(e) : price / pow10(-e);
  const onGrid = subticks - (subticks % m.tick);
  return onGrid > 0n ? onGrid : m.tick;
}

/** Base quantums worth a number of quote quantums, at least one step, on the step grid. */
export function baseOf(m: SimMarket, price: bigint, quote: bigint): bigint {
  const e = m.priceExponent + m.atomicResolution + 6;
  const base = e >= 0 ? quote / (price * pow10(e)) : (quote * pow10(-e)) / price;
  const onGrid = base - (base % m.step);
  return onGrid > 0n ? onGrid : m.step;
}
