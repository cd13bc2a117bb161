import type { NodeClient } from "../support/chain.js";
import type { Oracle } from "../support/oracle.js";
import { until } from "../support/until.js";

const QUOTE_RESOLUTION = -6;
const PERMILLE = 1_000n;

interface PerpetualAnswer {
  readonly perpetual: {
    readonly params: {
      readonly ticker: string;
      readonly market_id: number;
      readonly atomic_resolution: number;
    };
    readonly funding_index: string;
    readonly open_interest: string;
  };
}

interface ClobPairAnswer {
  readonly clob_pair: {
    readonly step_base_quantums: string;
    readonly subticks_per_tick: number;
    readonly quantum_conversion_exponent: number;
  };
}

interface PriceAnswer {
  readonly market_price: { readonly exponent: number; readonly price: string };
}

interface MarketParams {
  readonly ticker: string;
  readonly marketId: number;
  readonly atomicResolution: number;
  readonly stepBaseQuantums: bigint;
  readonly subticksPerTick: bigint;
  readonly conversionExponent: number;
}

/** One perpetual market, as the chain describes it; its perpetual and clob pair share one id. */
export class Market {
  readonly ticker: string;
  readonly atomicResolution: number;
  readonly stepBaseQuantums: bigint;

  private constructor(
    readonly id: number,
    private readonly params: MarketParams,
    private readonly node: NodeClient,
    private readonly oracle: Oracle,
  ) {
    this.ticker = params.ticker;
    this.atomicResolution = params.atomicResolution;
    this.stepBaseQuantums = params.stepBaseQuantums;
  }

  static async load(node: NodeClient, oracle: Oracle, id: number): Promise<Market> {
    const [{ perpetual }, { clob_pair }] = await Promise.all([
      node.rest<PerpetualAnswer>(`/dydxprotocol/perpetuals/perpetual/${id}`),
      node.rest<ClobPairAnswer>(`/dydxprotocol/clob/clob_pair/${id}`),
    ]);
    const params = {
      ticker: perpetual.params.ticker,
      marketId: perpetual.params.market_id,
      atomicResolution: perpetual.params.atomic_resolution,
      stepBaseQuantums: BigInt(clob_pair.step_base_quantums),
      subticksPerTick: BigInt(clob_pair.subticks_per_tick),
      conversionExponent: clob_pair.quantum_conversion_exponent,
    };
    return new Market(id, params, node, oracle);
  }

  /** The chain's oracle price, a raw integer, with its exponent. */
  async oraclePrice(): Promise<{ raw: bigint; exponent: number }> {
    const path = `/dydxprotocol/prices/market/${this.params.marketId}`;
    const { market_price } = await this.node.rest<PriceAnswer>(path);
    return { raw: BigInt(market_price.price), exponent: market_price.exponent };
  }

  async fundingIndex(): Promise<bigint> {
    const path = `/dydxprotocol/perpetuals/perpetual/${this.id}`;
    return BigInt((await this.node.rest<PerpetualAnswer>(path)).perpetual.funding_index);
  }

  /** Whole ticks at so many thousandths of the oracle price. */
  async subticksAt(permille: bigint): Promise<bigint> {
    const { raw, exponent } = await this.oraclePrice();
    const { conversionExponent, subticksPerTick } = this.params;
    const power = exponent - conversionExponent + this.atomicResolution - QUOTE_RESOLUTION;
    const subticks = power < 0 ? raw / 10n ** BigInt(-power) : raw * 10n ** BigInt(power);
    const wanted = (subticks * permille) / PERMILLE;
    return (wanted / subticksPerTick) * subticksPerTick;
  }

  /** The size, in whole steps, that is worth at most so many USDC at the oracle price. */
  async sizeWorth(usdc: number): Promise<bigint> {
    const { raw, exponent } = await this.oraclePrice();
    // USDC = quantums × raw × 10^(exponent + resolution).
    const power = BigInt(-(exponent + this.atomicResolution));
    const quantums = (BigInt(usdc) * 10n ** power) / raw;
    return (quantums / this.stepBaseQuantums) * this.stepBaseQuantums;
  }

  /** A raw price as the indexer writes it. */
  price(raw: bigint, exponent: number): number {
    return Number(raw) * 10 ** exponent;
  }

  /** A size as the indexer writes it. */
  size(quantums: bigint): number {
    return Number(quantums) / 10 ** -this.atomicResolution;
  }

  /** What sizes of the indexer add up to, exactly. */
  quantumsOf(rows: readonly { readonly size: string }[]): bigint {
    const each = rows.map(({ size }) => Math.round(Number(size) * 10 ** -this.atomicResolution));
    return BigInt(each.reduce((sum, quantums) => sum + quantums, 0));
  }

  /** Moves the oracle to so many thousandths of the present price, and waits for the chain. */
  async moveOracle(permille: bigint): Promise<bigint> {
    const { raw } = await this.oraclePrice();
    const wanted = (raw * permille) / PERMILLE;
    this.oracle.set({ [this.ticker.replace("-", "/")]: wanted });
    const taken = ({ raw: now }: { raw: bigint }) => now === wanted;
    await until(`${this.ticker} oracle at ${wanted}`, () => this.oraclePrice(), taken);
    return wanted;
  }
}
