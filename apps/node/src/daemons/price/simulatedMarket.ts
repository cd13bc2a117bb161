import { SeededRandom } from "./random.js";

export interface SimulatedPair {
  readonly marketId: number;
  /** Price in the market's exponent at the start. */
  readonly price: bigint;
}

/** What one pair does: how strongly it follows the common factor and how wild it is on its own. */
interface Path {
  readonly marketId: number;
  readonly start: bigint;
  readonly beta: number;
  readonly ownVolatility: number;
  /** log(price / start). */
  logReturn: number;
}

const SECOND = 1_000;
/**
 * Volatility of the common factor per square root of a second: 150 % a year, a wild day. With the
 * usual 60 % the oracle of BTC, which ignores moves below 0.1 %, would stand still for minutes.
 */
const FACTOR_VOLATILITY = 1.5 / Math.sqrt(365 * 86_400);
/** Persistence of the volatility clusters and of the trend, per second. */
const VOLATILITY_DECAY = 0.997;
const TREND_DECAY = 0.999;
/** How far a pair may wander from where it started before it is pulled back, in log terms. */
const LEASH = 0.5;

/**
 * A market that moves like one: a common factor with slow trends and volatility clusters, pairs
 * that follow it by their own beta and
 * add noise of their own. Prices are proposals of an oracle, not balances: floating point is fine
 * here, the result is rounded to an integer.
 */
export class SimulatedMarket {
  private readonly random: SeededRandom;
  private readonly paths: Path[];
  private trend = 0;
  private logVolatility = 0;
  private now: number;

  constructor(pairs: readonly SimulatedPair[], seed: number, startMs: number) {
    this.random = new SeededRandom(seed);
    this.now = startMs;
    this.paths = pairs.map(({ marketId, price }) => ({
      marketId,
      start: price,
      beta: marketId === 0 ? 1 : 0.8 + 0.8 * this.random.uniform(),
      ownVolatility: FACTOR_VOLATILITY * (marketId === 0 ? 0.2 : 0.5 + this.random.uniform()),
      logReturn: 0,
    }));
  }

  /**
   * Moves time forward, in steps of a second at most, so that a pause does not change the character
   * of the path.
   */
  advance(nowMs: number): void {
    let left = Math.min(nowMs - this.now, 600 * SECOND);
    while (left > 0) {
      const step = Math.min(left, SECOND);
      this.step(step / SECOND);
      left -= step;
    }
    this.now = Math.max(this.now, nowMs);
  }

  prices(): Map<number, bigint> {
    return new Map(this.paths.map((p) => [p.marketId, priceOf(p)]));
  }

  private step(seconds: number): void {
    const root = Math.sqrt(seconds);
    this.logVolatility =
      this.logVolatility * VOLATILITY_DECAY ** seconds + 0.06 * root * this.random.normal();
    this.trend = this.trend * TREND_DECAY ** seconds + 2e-7 * root * this.random.normal();
    const volatility = FACTOR_VOLATILITY * Math.exp(this.logVolatility);
    const factor = this.trend * seconds + volatility * root * this.random.normal();
    for (const path of this.paths) {
      const own = path.ownVolatility * root * this.random.normal();
      const pull =
        Math.abs(path.logReturn) > LEASH ? -0.001 * Math.sign(path.logReturn) * seconds : 0;
      path.logReturn += path.beta * factor + own + pull;
    }
  }
}

const SCALE = 1_000_000_000;

function priceOf({ start, logReturn }: Path): bigint {
  const factor = BigInt(Math.round(Math.exp(logReturn) * SCALE));
  const price = (start * factor) / BigInt(SCALE);
  return price > 0n ? price : 1n;
}
