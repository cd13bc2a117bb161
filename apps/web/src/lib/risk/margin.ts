/** Margin of an account and of a market (web.md §2.1, §2.2). Pure, exact, no rounding but div. */
import { abs, add, type Dec, div, max, min, mul, ONE, sub, sum, ZERO } from "../decimal/dec";

export interface RiskPosition {
  /** Signed size in base units. */
  size: Dec;
  /** Oracle price, the one the risk engine uses. */
  price: Dec;
  /** Effective initial margin fraction. */
  initialFraction: Dec;
  maintenanceFraction: Dec;
}

export interface AccountRisk {
  equity: Dec;
  initialMargin: Dec;
  maintenanceMargin: Dec;
  freeCollateral: Dec;
  notional: Dec;
  /** null when equity is not positive. */
  marginUsage: Dec | null;
  maintenanceRatio: Dec | null;
  leverage: Dec | null;
}

export interface OpenInterestCaps {
  openInterest: Dec;
  price: Dec;
  lowerCap: Dec | null;
  upperCap: Dec | null;
}

/** i = min(1, i₀ + max(0, (OI·P − lo)/(up − lo))·(1 − i₀)); i₀ without caps. */
export function effectiveInitialFraction(base: Dec, caps: OpenInterestCaps): Dec {
  const { lowerCap, upperCap } = caps;
  if (lowerCap === null || upperCap === null || upperCap <= lowerCap) return base;
  const notional = mul(caps.openInterest, caps.price);
  const scale = max(ZERO, div(sub(notional, lowerCap), sub(upperCap, lowerCap)));
  return min(ONE, add(base, mul(scale, sub(ONE, base))));
}

/** The fraction after the trader's own leverage choice: max(i, 1/L). */
export const withLeverage = (fraction: Dec, leverage: Dec | null): Dec =>
  leverage === null || leverage <= 0n ? fraction : max(fraction, div(ONE, leverage));

export function accountRisk(quote: Dec, positions: readonly RiskPosition[]): AccountRisk {
  const equity = add(quote, sum(positions.map((p) => mul(p.size, p.price))));
  const notionals = positions.map((p) => mul(abs(p.size), p.price));
  const weighted = (pick: (p: RiskPosition) => Dec): Dec =>
    sum(positions.map((p, index) => mul(notionals[index] ?? ZERO, pick(p))));
  const initialMargin = weighted((p) => p.initialFraction);
  const maintenanceMargin = weighted((p) => p.maintenanceFraction);
  const notional = sum(notionals);
  const ratio = (value: Dec): Dec | null => (equity > 0n ? div(value, equity) : null);
  return {
    equity,
    initialMargin,
    maintenanceMargin,
    freeCollateral: sub(equity, initialMargin),
    notional,
    marginUsage: ratio(initialMargin),
    maintenanceRatio: ratio(maintenanceMargin),
    leverage: ratio(notional),
  };
}

export type RiskLevel = "low" | "elevated" | "high" | "critical";

/** Risk words by maintenance ratio (web.md §4.5). */
export function riskLevel(maintenanceRatio: Dec | null): RiskLevel {
  if (maintenanceRatio === null) return "critical";
  const percent = Number(maintenanceRatio / (ONE / 1000n));
  if (percent < 300) return "low";
  if (percent < 600) return "elevated";
  return percent < 850 ? "high" : "critical";
}
