import { type Dec, ZERO } from "../decimal/dec";
import type { Market, Position } from "../exchange/types";
import { type Liquidation, liquidationPrice } from "../risk/liquidation";
import {
  type AccountRisk,
  accountRisk,
  effectiveInitialFraction,
  type RiskPosition,
} from "../risk/margin";

/** An account as the risk formulas see it: quote balance and positions at oracle prices. */
export interface AccountState {
  quote: Dec;
  positions: ReadonlyMap<string, Pick<Position, "size" | "entry">>;
}

type Markets = ReadonlyMap<string, Market>;

export const initialFractionOf = (market: Market): Dec =>
  effectiveInitialFraction(market.initialFraction, {
    openInterest: market.openInterest,
    price: market.oracle ?? ZERO,
    lowerCap: market.lowerCap,
    upperCap: market.upperCap,
  });

/** Positions of unknown markets or without a price cannot be valued and are left out. */
export function riskPositions(account: AccountState, markets: Markets): Map<string, RiskPosition> {
  const result = new Map<string, RiskPosition>();
  for (const [ticker, { size }] of account.positions) {
    const market = markets.get(ticker);
    if (!market?.oracle || size === ZERO) continue;
    result.set(ticker, {
      size,
      price: market.oracle,
      initialFraction: initialFractionOf(market),
      maintenanceFraction: market.maintenanceFraction,
    });
  }
  return result;
}

export interface AccountView {
  risk: AccountRisk;
  liquidation(ticker: string): Liquidation;
}

/** Totals and liquidation prices of one cross account (web.md §2.2, §2.4). */
export function viewAccount(account: AccountState, markets: Markets): AccountView {
  const byTicker = riskPositions(account, markets);
  const list = [...byTicker.values()];
  const tickers = [...byTicker.keys()];
  return {
    risk: accountRisk(account.quote, list),
    liquidation: (ticker) => {
      const index = tickers.indexOf(ticker);
      return index < 0 ? { kind: "none" } : liquidationPrice(account.quote, list, index);
    },
  };
}
