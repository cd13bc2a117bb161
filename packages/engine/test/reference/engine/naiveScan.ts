import { isLiquidatable, accountRisk as riskOf, settleFundingRoundDown } from "@perpetua/protocol";
import type { EngineKernel } from "../../../src/app/kernel.js";
import type { LiquidationInputs } from "../../../src/clob/index.js";
import { liquidityTierOf, mustPerpetual } from "../../../src/perpetuals/index.js";
import { type Subaccount, usdcBalance } from "../../../src/subaccounts/index.js";

/** The risk of an account by the formulas that users are shown, one position at a time. */
export function naiveRisk(k: EngineKernel, account: Subaccount) {
  const positions = account.perpetualPositions.map((p) => {
    const perpetual = mustPerpetual(k, p.perpetualId);
    const market = k.prices.prices.get(String(perpetual.params.marketId));
    if (market === undefined) throw new Error(`no price of ${p.perpetualId}`);
    return {
      quantums: p.quantums,
      quoteBalance: p.quoteBalance,
      market: {
        price: market.price,
        priceExponent: market.exponent,
        atomicResolution: perpetual.params.atomicResolution,
      },
      tier: liquidityTierOf(k, perpetual),
      openInterest: perpetual.openInterest,
      currentFundingIndex: perpetual.fundingIndex,
      fundingIndex: p.fundingIndex,
    };
  });
  return riskOf(usdcBalance(account) + settleFundingRoundDown(positions), positions);
}

/** The liquidation daemon's report worked out account by account (clob.md §8.1). */
export function naiveScan(k: EngineKernel): LiquidationInputs {
  return k.registry.readCommitted(() => {
    const accounts = [...k.subaccounts.subaccounts.entries()].map(([, s]) => s);
    const held = accounts.filter((s) => s.perpetualPositions.length > 0);
    const ids = [...new Set(held.flatMap((s) => s.perpetualPositions.map((p) => p.perpetualId)))];
    const holders = (id: number, isLong: boolean) =>
      held
        .filter((s) =>
          s.perpetualPositions.some((p) => p.perpetualId === id && p.quantums > 0n === isLong),
        )
        .map((s) => s.id);
    return {
      liquidatable: held.filter((s) => isLiquidatable(naiveRisk(k, s))).map((s) => s.id),
      negativeTnc: held.filter((s) => naiveRisk(k, s).netCollateral < 0n).map((s) => s.id),
      positions: ids
        .sort((a, b) => a - b)
        .map((perpetualId) => ({
          perpetualId,
          longs: holders(perpetualId, true),
          shorts: holders(perpetualId, false),
        })),
    };
  });
}
