import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { EngineKernel } from "../src/app/kernel.js";
import {
  allClobPairs,
  type ClobPair,
  oracleSubticks,
  perpetualOf,
  ratioFloor,
} from "../src/clob/index.js";
import { isIsolated, pricingOf, quoteExponent } from "../src/perpetuals/index.js";

const GENESIS = fileURLToPath(
  new URL("../../testkit/recordings/main/genesis.json", import.meta.url),
);
export const CROSS = 18;
const ISOLATED = 2;
/** What one lot of the stream is worth, about, in quote quantums: 100 USDC. */
export const LOT_VALUE = 100_000_000n;

/** The genesis of the recorded network, parsed anew at every call. */
export function recordedGenesis(): { app_state: Record<string, unknown> } & Record<
  string,
  unknown
> {
  return JSON.parse(readFileSync(GENESIS, "utf8"));
}

/** A market as the streams see it: whole ticks around a middle, whole lots. */
export interface BenchMarket {
  readonly pair: ClobPair;
  readonly perpetualId: number;
  readonly marketId: number;
  readonly isIsolated: boolean;
  /** Oracle price at the start, and the tick at it. */
  readonly price: bigint;
  readonly middle: number;
  readonly lotQuantums: bigint;
}

/**
 * Twenty active markets of the recorded genesis, in the order of their activity: 18 cross, 2
 * isolated.
 */
export function benchMarkets(k: EngineKernel): BenchMarket[] {
  const all = allClobPairs(k).map((pair) => marketOf(k, pair));
  const cross = all.filter((m) => !m.isIsolated).slice(0, CROSS);
  const isolated = all.filter((m) => m.isIsolated).slice(0, ISOLATED);
  if (cross.length < CROSS || isolated.length < ISOLATED) throw new Error("markets are missing");
  return [...cross, ...isolated];
}

function marketOf(k: EngineKernel, pair: ClobPair): BenchMarket {
  const perpetual = perpetualOf(k, pair);
  const { price, exponent } = pricingOf(k, perpetual);
  const { id, marketId, atomicResolution } = perpetual.params;
  const middle = Number(ratioFloor(oracleSubticks(k, pair))) / pair.subticksPerTick;
  const scale = 10 ** quoteExponent(exponent, atomicResolution);
  const stepValue = Number(pair.stepBaseQuantums * price) * scale;
  const steps = BigInt(Math.max(1, Math.round(Number(LOT_VALUE) / stepValue)));
  return {
    pair,
    perpetualId: id,
    marketId,
    isIsolated: isIsolated(perpetual),
    price,
    middle: Math.floor(middle),
    lotQuantums: steps * pair.stepBaseQuantums,
  };
}
