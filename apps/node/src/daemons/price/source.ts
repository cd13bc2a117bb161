/** What oracle prices are: shown to operators and in the UI. */
export type PriceSourceKind = "sim" | "live" | "file";

/** Where oracle prices come from. Prices are raw integers in each market's exponent. */
export interface PriceSource {
  /** What the prices are at this moment; `auto` changes its mind. */
  readonly kind: PriceSourceKind;
  /** Prices as of now; a market without a fresh price is absent. */
  prices(nowMs: number): ReadonlyMap<number, bigint>;
  close(): void | Promise<void>;
}

/** A market as the chain knows it. */
export interface OracleMarket {
  readonly id: number;
  /** `BTC-USD`. */
  readonly pair: string;
  readonly exponent: number;
  /** Stored price, to start from. */
  readonly price: bigint;
}
