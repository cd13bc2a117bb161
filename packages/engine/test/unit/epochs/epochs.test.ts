import { describe, expect, it } from "vitest";
import {
  beginBlock,
  epochInfo,
  FUNDING_SAMPLE,
  FUNDING_TICK,
  isEpochStart,
} from "../../../src/epochs/index.js";
import { createWorld, type RiskKernel } from "../subaccounts/world.js";

/**
 * The epochs as a network has them by default: samples at :30 of each minute, ticks on the hour.
 */
function world(): RiskKernel {
  const k = createWorld(1, 1_699_999_999);
  const fresh = {
    currentEpoch: 0,
    currentEpochStartBlock: 0,
    isInitialized: false,
    fastForwardNextTick: true,
  };
  k.epochs.infos.set(FUNDING_SAMPLE, {
    ...fresh,
    name: FUNDING_SAMPLE,
    nextTick: 30,
    duration: 60,
  });
  k.epochs.infos.set(FUNDING_TICK, { ...fresh, name: FUNDING_TICK, nextTick: 0, duration: 3_600 });
  return k;
}

/** Begins a block; the start ticks of the samples' epochs that began in it. */
function begin(k: RiskKernel, seconds: number): string[] {
  k.header = { ...k.header, height: k.header.height + 1, seconds };
  const before = k.abciEvents.length;
  beginBlock(k);
  const events = k.abciEvents.all().slice(before);
  return events
    .map((e) => Object.fromEntries(e.attributes))
    .filter((e) => e.epoch_info_name === FUNDING_SAMPLE)
    .map((e) => e.epoch_start_tick_time ?? "");
}

describe("epochs", () => {
  it("app §15 P1: initialisation fast-forwards, then one epoch a block", () => {
    const k = world();
    expect(begin(k, 1_700_000_005)).toEqual([]);
    expect(epochInfo(k, FUNDING_SAMPLE).nextTick).toBe(1_700_000_010);
    expect(epochInfo(k, FUNDING_TICK).nextTick).toBe(1_700_002_800);
    expect(begin(k, 1_700_000_012)).toEqual(["1700000010"]);
    expect(epochInfo(k, FUNDING_SAMPLE)).toMatchObject({
      currentEpoch: 1,
      nextTick: 1_700_000_070,
      currentEpochStartBlock: k.header.height,
    });
  });

  it("app §15 P1: a halt is caught up one epoch a block", () => {
    const k = world();
    begin(k, 1_700_000_005);
    begin(k, 1_700_000_012);
    expect(begin(k, 1_700_000_200)).toEqual(["1700000070"]);
    expect(isEpochStart(k, FUNDING_SAMPLE)).toBe(true);
    expect(begin(k, 1_700_000_201)).toEqual(["1700000130"]);
    expect(begin(k, 1_700_000_202)).toEqual(["1700000190"]);
    expect(begin(k, 1_700_000_203)).toEqual([]);
    expect(isEpochStart(k, FUNDING_SAMPLE)).toBe(false);
  });

  it("risk §14.6 F15: the first ticks after initialisation", () => {
    const k = world();
    begin(k, 1_700_000_000);
    expect(epochInfo(k, FUNDING_SAMPLE)).toMatchObject({
      isInitialized: true,
      nextTick: 1_700_000_010,
    });
    expect(epochInfo(k, FUNDING_TICK)).toMatchObject({
      isInitialized: true,
      nextTick: 1_700_002_800,
    });
  });

  it("nothing starts before block 2", () => {
    const k = world();
    k.header = { ...k.header, height: 0 };
    expect(begin(k, 1_700_000_005)).toEqual([]);
    expect(epochInfo(k, FUNDING_SAMPLE).isInitialized).toBe(false);
  });
});
