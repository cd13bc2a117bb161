import type { LiquidationInputs } from "../clob/index.js";
import { accountRisk, isLiquidatable, type SubaccountId } from "../subaccounts/index.js";
import type { EngineKernel } from "./kernel.js";

/**
 * What the liquidation daemon reports of the state in view (clob.md §8.1): accounts below
 * maintenance, accounts with negative collateral, and who holds which side of each perpetual. Only
 * accounts with positions are looked at.
 */
export function scanLiquidations(k: EngineKernel): LiquidationInputs {
  const liquidatable: SubaccountId[] = [];
  const negativeTnc: SubaccountId[] = [];
  const sides = new Map<number, { longs: SubaccountId[]; shorts: SubaccountId[] }>();
  for (const [, account] of k.subaccounts.subaccounts.entries()) {
    if (account.perpetualPositions.length === 0) continue;
    const risk = accountRisk(k, account.id);
    if (isLiquidatable(risk)) liquidatable.push(account.id);
    if (risk.nc < 0n) negativeTnc.push(account.id);
    for (const { perpetualId, quantums } of account.perpetualPositions) {
      const side = sides.get(perpetualId) ?? { longs: [], shorts: [] };
      sides.set(perpetualId, side);
      (quantums > 0n ? side.longs : side.shorts).push(account.id);
    }
  }
  const positions = [...sides]
    .sort(([a], [b]) => a - b)
    .map(([perpetualId, { longs, shorts }]) => ({ perpetualId, longs, shorts }));
  return { liquidatable, negativeTnc, positions };
}
