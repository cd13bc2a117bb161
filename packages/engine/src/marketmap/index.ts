/**
 * The oracle's market map: which markets exist off chain and where their prices come from.
 * Invariant: every ticker in `prices.marketMap` has its providers here. Callers: the app,
 * governance;
 * prices and listing read the tickers.
 */
export { marketmapMessages } from "./messages.js";
export { marketmapQueries } from "./queryTable.js";
export {
  createMarketmapState,
  initGenesis,
  type MarketmapKernel,
  type MarketmapState,
} from "./state.js";
