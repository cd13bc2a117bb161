/** Exchanges that exist for tests of oracles: their prices are computed, nothing is asked. */
export interface SyntheticExchange {
  readonly id: string;
  readonly providers: readonly string[];
  /** Price of a ticker as decimal text; undefined for one it does not know. */
  price(symbol: string, nowMs: number): string | undefined;
}

const DAY_SECONDS = 86_400;
const FIXED: Readonly<Record<string, string>> = {
  "BTC-USD": "50000",
  "ETH-USD": "4000",
  "SOL-USD": "100",
};

/** The last two of app.md §4.3. */
export const SYNTHETIC_EXCHANGES: readonly SyntheticExchange[] = [
  {
    id: "TestVolatileExchange",
    providers: ["volatile-exchange-provider"],
    price: (_symbol, nowMs) => volatilePrice(Math.floor(nowMs / 1_000)),
  },
  {
    id: "TestFixedPriceExchange",
    providers: [],
    price: (symbol) => FIXED[symbol],
  },
];

/** φ = frac(t/86400); r = π(4φ − [φ > ½]); 100(1 + 0.95 cos r). */
export function volatilePrice(seconds: number): string {
  const phase = (seconds % DAY_SECONDS) / DAY_SECONDS;
  const r = Math.PI * (4 * phase - (phase > 0.5 ? 1 : 0));
  return (100 * (1 + 0.95 * Math.cos(r))).toFixed(9);
}
