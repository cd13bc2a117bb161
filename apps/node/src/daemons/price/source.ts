/** Where oracle prices come from. Prices are raw integers in each market's exponent. */
export interface PriceSource {
  /** What the UI says about the prices. */
  readonly kind: "sim" | "live" | "file";
  /** Prices as of now; a market without a fresh price is absent. */
  prices(nowMs: number): ReadonlyMap<number, bigint>;
  close(): void;
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
