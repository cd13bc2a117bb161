import type { Risk } from "./margin.js";

export function isInitialCollateralized(risk: Risk): boolean {
  return risk.netCollateral >= risk.initialMargin;
}

export function isMaintenanceCollateralized(risk: Risk): boolean {
  return risk.netCollateral >= risk.maintenanceMargin;
}

export function isLiquidatable(risk: Risk): boolean {
  return risk.maintenanceMargin > 0n && risk.maintenanceMargin > risk.netCollateral;
}

/**
 * Positive when `a` is riskier than `b`: compares net collateral per maintenance margin by
 * cross-multiplying, with ties broken as in risk.md §4.3.
 */
export function compareRisk(a: Risk, b: Risk): number {
  const left = b.netCollateral * a.maintenanceMargin;
  const right = a.netCollateral * b.maintenanceMargin;
  if (left !== right) return left > right ? 1 : -1;
  if (a.maintenanceMargin === 0n && b.maintenanceMargin === 0n) {
    return compare(b.netCollateral, a.netCollateral);
  }
  return compare(a.maintenanceMargin, b.maintenanceMargin);
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a > b ? 1 : -1;
}

export type TransitionResult = "Success" | "NewlyUndercollateralized" | "StillUndercollateralized";

/** Whether an account may go from one risk to another (risk.md §4.6). */
export function checkTransition(current: Risk, next: Risk): TransitionResult {
  if (isInitialCollateralized(next)) return "Success";
  const failure = isInitialCollateralized(current)
    ? "NewlyUndercollateralized"
    : "StillUndercollateralized";
  if (next.maintenanceMargin > current.maintenanceMargin) return failure;
  if (next.maintenanceMargin === 0n || current.maintenanceMargin === 0n) {
    const bothZero = next.maintenanceMargin === current.maintenanceMargin;
    return bothZero && next.netCollateral > current.netCollateral ? "Success" : failure;
  }
  return compareRisk(next, current) > 0 ? failure : "Success";
}
