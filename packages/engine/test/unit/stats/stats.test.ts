import { describe, expect, it } from "vitest";
import {
  AttributionRole,
  checkInvariants,
  endBlock,
  globalNotional,
  queryEpochStats,
  recordFill,
  userStats,
} from "../../../src/stats/index.js";
import { createWorld, type RiskKernel } from "../subaccounts/world.js";

const fill = (taker: string, maker: string, notional: bigint) => ({
  taker,
  maker,
  notional,
  affiliateFee: 0n,
  attributions: [],
});

function epoch(k: RiskKernel, currentEpoch: number, nextTick: number): void {
  const info = k.epochs.infos.get("stats-epoch");
  if (info !== undefined) k.epochs.infos.set("stats-epoch", { ...info, currentEpoch, nextTick });
}

function nextBlock(k: RiskKernel, seconds: number): void {
  k.registry.clearBlockScoped();
  k.header = { ...k.header, height: k.header.height + 1, seconds };
}

describe("stats", () => {
  it("folds a block's fills at its end: both sides, referrers, the exchange once", () => {
    const k = createWorld();
    epoch(k, 0, k.header.seconds + 60);
    recordFill(k, {
      ...fill("t", "m", 100n),
      affiliateFee: 3n,
      attributions: [
        { role: AttributionRole.Taker, referrer: "r", volume: 100n },
        { role: AttributionRole.Maker, referrer: "r", volume: 40n },
      ],
    });
    recordFill(k, fill("m", "t", 7n));
    expect(globalNotional(k)).toBe(0n);
    endBlock(k);
    expect(globalNotional(k)).toBe(107n);
    expect(userStats(k, "t")).toEqual({
      takerNotional: 100n,
      makerNotional: 7n,
      affiliate30dRevenueGeneratedQuantums: 3n,
      affiliate30dReferredVolumeQuoteQuantums: 0n,
      affiliate30dAttributedVolumeQuoteQuantums: 100n,
    });
    expect(userStats(k, "m").affiliate30dAttributedVolumeQuoteQuantums).toBe(40n);
    expect(userStats(k, "r").affiliate30dReferredVolumeQuoteQuantums).toBe(140n);
    expect(queryEpochStats(k, 0).stats.map((s) => s.user)).toEqual(["m", "r", "t"]);
    checkInvariants(k);
  });

  it("lets one epoch expire per block, strictly after the window, empty ones too", () => {
    const k = createWorld();
    k.stats.windowNs.set(100n * 1_000_000_000n);
    epoch(k, 1, 1_000);
    nextBlock(k, 990);
    endBlock(k);
    // Epoch 0 has no snapshot: stepped over.
    expect(k.stats.trailingEpoch.get()).toBe(1);
    recordFill(k, fill("t", "m", 5n));
    endBlock(k);
    epoch(k, 3, 1_200);
    nextBlock(k, 1_100);
    endBlock(k);
    expect(globalNotional(k)).toBe(5n);
    nextBlock(k, 1_101);
    endBlock(k);
    expect(globalNotional(k)).toBe(0n);
    expect(userStats(k, "t").takerNotional).toBe(0n);
    expect(k.stats.trailingEpoch.get()).toBe(2);
    expect(k.stats.epochStats.size).toBe(0);
    nextBlock(k, 1_102);
    endBlock(k);
    expect(k.stats.trailingEpoch.get()).toBe(3);
    nextBlock(k, 1_103);
    endBlock(k);
    expect(k.stats.trailingEpoch.get()).toBe(3);
    checkInvariants(k);
  });
});
