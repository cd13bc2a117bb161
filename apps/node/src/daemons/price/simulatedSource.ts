import { SimulatedMarket } from "./simulatedMarket.js";
import type { OracleMarket, PriceSource } from "./source.js";

const SEED = 20_261_125;

/**
 * The simulated market as a price source; it starts from the chain's stored prices, so a restart
 * makes no jump.
 */
export class SimulatedSource implements PriceSource {
  readonly kind = "sim";
  private readonly market: SimulatedMarket;

  constructor(markets: readonly OracleMarket[], nowMs: number, seed = SEED) {
    const pairs = markets
      .filter((m) => m.price > 0n)
      .map(({ id, price }) => ({ marketId: id, price }));
    this.market = new SimulatedMarket(pairs, seed ^ Math.floor(nowMs / 1000), nowMs);
  }

  prices(nowMs: number): ReadonlyMap<number, bigint> {
    this.market.advance(nowMs);
    return this.market.prices();
  }

  close(): void {}
}
