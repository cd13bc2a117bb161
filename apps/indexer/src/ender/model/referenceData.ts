import {
  type AssetRow,
  assets,
  type LiquidityTierRow,
  liquidityTiers,
  type MarketRow,
  markets,
  type PerpetualMarketRow,
  perpetualMarkets,
  type Queryable,
  selectRows,
} from "@perpetua/db";

/** Markets, assets, tiers and perpetual markets as of the last committed block, by id. */
export interface ReferenceData {
  readonly markets: Map<number, MarketRow>;
  readonly assets: Map<string, AssetRow>;
  readonly tiers: Map<number, LiquidityTierRow>;
  readonly perpetuals: Map<number, PerpetualMarketRow>;
}

/** Reads the whole reference data; it is small (hundreds of rows). */
export async function loadReferenceData(db: Queryable): Promise<ReferenceData> {
  const marketRows = await selectRows(db, markets, `ORDER BY "id"`);
  const assetRows = await selectRows(db, assets, `ORDER BY "id"`);
  const tierRows = await selectRows(db, liquidityTiers, `ORDER BY "id"`);
  const perpetualRows = await selectRows(db, perpetualMarkets, `ORDER BY "id"`);
  return {
    markets: new Map(marketRows.map((row) => [row.id, row])),
    assets: new Map(assetRows.map((row) => [row.id, row])),
    tiers: new Map(tierRows.map((row) => [row.id, row])),
    perpetuals: new Map(perpetualRows.map((row) => [Number(row.id), row])),
  };
}

/** A map with a block's changes on top; the base changes only in `merge`, after the commit. */
export class Overlay<K, V> {
  readonly #base: Map<K, V>;
  readonly #changed = new Map<K, V>();

  constructor(base: Map<K, V>) {
    this.#base = base;
  }

  get(key: K): V | undefined {
    return this.#changed.get(key) ?? this.#base.get(key);
  }

  set(key: K, value: V): void {
    this.#changed.set(key, value);
  }

  /** All values, the base's first, changed ones in their place. */
  *values(): IterableIterator<V> {
    for (const [key, value] of this.#base) yield this.#changed.get(key) ?? value;
    for (const [key, value] of this.#changed) if (!this.#base.has(key)) yield value;
  }

  get changed(): readonly V[] {
    return [...this.#changed.values()];
  }

  merge(): void {
    for (const [key, value] of this.#changed) this.#base.set(key, value);
  }
}

/** Reference data as a block sees it: its own creations and updates included (Q6). */
export class ReferenceOverlay {
  readonly markets: Overlay<number, MarketRow>;
  readonly assets: Overlay<string, AssetRow>;
  readonly tiers: Overlay<number, LiquidityTierRow>;
  readonly perpetuals: Overlay<number, PerpetualMarketRow>;
  readonly #idByClobPair = new Map<number, number>();

  constructor(base: ReferenceData) {
    this.markets = new Overlay(base.markets);
    this.assets = new Overlay(base.assets);
    this.tiers = new Overlay(base.tiers);
    this.perpetuals = new Overlay(base.perpetuals);
    for (const row of base.perpetuals.values()) this.#index(row);
  }

  setPerpetual(row: PerpetualMarketRow): void {
    this.perpetuals.set(Number(row.id), row);
    this.#index(row);
  }

  perpetualOfClobPair(clobPairId: number): PerpetualMarketRow | undefined {
    const id = this.#idByClobPair.get(clobPairId);
    return id === undefined ? undefined : this.perpetuals.get(id);
  }

  #index(row: PerpetualMarketRow): void {
    this.#idByClobPair.set(Number(row.clobPairId), Number(row.id));
  }

  merge(): void {
    this.markets.merge();
    this.assets.merge();
    this.tiers.merge();
    this.perpetuals.merge();
  }
}
