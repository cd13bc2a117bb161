import type { MarketSpec } from "./DevMarket";

const row = (
  clobPairId: number,
  ticker: string,
  price: number,
  atomicResolution: number,
  step: number,
  tick: number,
  subticksPerTick: number,
  large = false,
): MarketSpec => ({
  ticker,
  clobPairId,
  price,
  tick,
  step,
  atomicResolution,
  subticksPerTick,
  initial: large ? "0.02" : "0.1",
  maintenance: large ? "0.012" : "0.05",
});

/** A dozen of the genesis markets (genesis.md §4). */
export const SPECS: MarketSpec[] = [
  row(0, "BTC-USD", 67_412, -10, 0.0001, 1, 100_000, true),
  row(1, "ETH-USD", 3412.4, -9, 0.001, 0.1, 100_000, true),
  row(5, "SOL-USD", 156.6, -7, 0.1, 0.01, 1_000_000),
  row(2, "LINK-USD", 14.312, -6, 1, 0.001, 1_000_000),
  row(7, "AVAX-USD", 27.31, -7, 0.1, 0.01, 1_000_000),
  row(6, "ADA-USD", 0.4518, -5, 10, 0.0001, 1_000_000),
  row(10, "DOGE-USD", 0.12431, -4, 100, 0.00001, 1_000_000),
  row(9, "LTC-USD", 71.2, -7, 0.1, 0.01, 1_000_000),
  row(12, "DOT-USD", 5.812, -6, 1, 0.001, 1_000_000),
  row(13, "UNI-USD", 7.614, -6, 1, 0.001, 1_000_000),
  row(32, "XRP-USD", 0.5218, -5, 10, 0.0001, 1_000_000),
  row(11, "ATOM-USD", 6.431, -6, 1, 0.001, 1_000_000),
];
