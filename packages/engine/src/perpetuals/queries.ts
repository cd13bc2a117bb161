import type { perpetuals as wire } from "@perpetua/protocol";
import {
  allPerpetuals,
  getPerpetual,
  type LiquidityTier,
  type PerpetualsKernel,
  type PremiumStore,
  toWirePerpetual,
} from "./state.js";

/** The perpetual, or undefined: NotFound (risk.md §3.11). */
export function queryPerpetual(k: PerpetualsKernel, id: number): wire.Perpetual | undefined {
  const perpetual = getPerpetual(k, id);
  return perpetual === undefined ? undefined : toWirePerpetual(perpetual);
}

/** All perpetuals, ascending by id; the caller paginates. */
export function queryAllPerpetuals(k: PerpetualsKernel): wire.Perpetual[] {
  return allPerpetuals(k).map(toWirePerpetual);
}

/** All liquidity tiers, ascending by id. */
export function queryLiquidityTiers(k: PerpetualsKernel): LiquidityTier[] {
  return [...k.perpetuals.liquidityTiers.entries()].map(([, tier]) => tier);
}

export function queryPremiumVotes(k: PerpetualsKernel): wire.PremiumStore {
  return toWireStore(k.perpetuals.votes);
}

export function queryPremiumSamples(k: PerpetualsKernel): wire.PremiumStore {
  return toWireStore(k.perpetuals.samples);
}

export function queryNextPerpetualId(k: PerpetualsKernel): number {
  return k.perpetuals.nextPerpetualId.get() ?? 0;
}

function toWireStore(store: PremiumStore): wire.PremiumStore {
  const allMarketPremiums: wire.MarketPremiums[] = [];
  for (const [key, premiums] of store.premiums.entries()) {
    allMarketPremiums.push({ perpetualId: Number(key), premiums: [...premiums] });
  }
  return { allMarketPremiums, numPremiums: store.rounds.get() ?? 0 };
}
