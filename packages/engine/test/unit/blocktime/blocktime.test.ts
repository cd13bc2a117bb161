import { describe, expect, it } from "vitest";
import { GOV_ADDRESS } from "../../../src/auth/index.js";
import { beginBlock, downtimeInfoFor } from "../../../src/blocktime/index.js";
import { CosmosWorld } from "../cosmos/world.js";

const SECOND_NS = 1_000_000_000n;
const MINUTE = 60;

/** A world that tracks 5 and 30 minutes and whose next block comes `gapMs` after the last. */
function afterGap(gapMs: number): CosmosWorld {
  const w = new CosmosWorld();
  const { k } = w;
  const old = { height: 1, seconds: 1_000, nanos: 0 };
  const tracked = [300n, 1_800n].map((s) => ({ durationNs: s * SECOND_NS, block: old }));
  k.blocktime.downtimes.set(tracked);
  k.blocktime.previousBlock.set({ height: 8, seconds: 5_000, nanos: 0 });
  const nanos = (gapMs % 1_000) * 1_000_000;
  k.header = { ...k.header, height: 9, seconds: 5_000 + Math.floor(gapMs / 1_000), nanos };
  beginBlock(k);
  return w;
}

/** Heights in the tracked entries, ascending by duration. */
const heights = ({ k }: CosmosWorld) =>
  (k.blocktime.downtimes.get() ?? []).map((d) => d.block.height);

describe("blocktime", () => {
  it.each([
    ["app §15 T1: a gap of 299.999 s", 299_999, [1, 1]],
    ["app §15 T1: a gap of 300 s", 300_000, [9, 1]],
    ["app §15 T1: a gap of 2,000 s", 2_000_000, [9, 9]],
  ])("%s", (_name, gapMs, marked) => {
    expect(heights(afterGap(gapMs))).toEqual(marked);
  });

  it("app §15 T1: the largest tracked duration that is not longer answers", () => {
    const { k } = afterGap(300_000);
    expect(downtimeInfoFor(k, 10 * MINUTE)).toEqual({
      durationNs: 300n * SECOND_NS,
      block: { height: 9, seconds: 5_300, nanos: 0 },
    });
    expect(downtimeInfoFor(k, 4 * MINUTE)).toMatchObject({ durationNs: 0n, block: { height: 9 } });
  });

  it("app §15 T2: new durations inherit from the largest old one below", () => {
    const w = afterGap(300_000);
    w.k.header = { ...w.k.header, height: 20 };
    const durations = [60n, 600n].map((seconds) => ({ seconds, nanos: 0 }));
    const update = { authority: GOV_ADDRESS, params: { durations } };
    expect(w.run("/dydxprotocol.blocktime.MsgUpdateDowntimeParams", update).code).toBe(0);
    expect(heights(w)).toEqual([20, 9]);
  });
});
