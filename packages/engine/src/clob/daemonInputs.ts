import type { SubaccountId } from "../subaccounts/index.js";

/**
 * What the liquidation daemon last reported; everything in it is verified against live state when
 * used (clob.md §8.1).
 */
export interface LiquidationInputs {
  readonly liquidatable: readonly SubaccountId[];
  readonly negativeTnc: readonly SubaccountId[];
  /** Accounts with an open position, by perpetual. */
  readonly positions: readonly OpenPositions[];
}

export interface OpenPositions {
  readonly perpetualId: number;
  readonly longs: readonly SubaccountId[];
  readonly shorts: readonly SubaccountId[];
}

/** The node-local knowledge that this module reads; never state. */
export interface ClobDaemonInputs {
  /** Oracle prices seen by this node, raw integers in each market's exponent. */
  readonly indexPrices: ReadonlyMap<number, bigint>;
  readonly liquidations?: LiquidationInputs;
}
