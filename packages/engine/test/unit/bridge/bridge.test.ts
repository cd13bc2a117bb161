import type { bridge } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { moduleAddress } from "../../../src/auth/index.js";
import { balanceOf, mintCoins, NATIVE_DENOM } from "../../../src/bank/index.js";
import {
  acknowledge,
  acknowledgedEventInfo,
  safetyParams,
  validateAcknowledge,
} from "../../../src/bridge/index.js";
import { ALICE, CosmosWorld } from "../cosmos/world.js";

const event = (id: number): bridge.BridgeEvent => ({
  id,
  coin: { denom: NATIVE_DENOM, amount: "7" },
  address: ALICE,
  ethBlockHeight: BigInt(1_000 + id),
});

/** A network at height 100 that has acknowledged events up to 4. */
function world(delayBlocks: number): CosmosWorld {
  const w = new CosmosWorld();
  const { k } = w;
  k.bridge.safetyParams.set({ ...safetyParams(k), isDisabled: false, delayBlocks });
  k.bridge.acknowledged.set({ nextId: 5, ethBlockHeight: 1_004n });
  mintCoins(k, moduleAddress("bridge"), NATIVE_DENOM, 100n);
  k.header = { ...k.header, height: 100 };
  return w;
}

describe("bridge", () => {
  it("app §15 B1: after execution the next id is 7", () => {
    const { k } = world(30);
    const events = [event(5), event(6)];
    expect(validateAcknowledge({ events })).toBeUndefined();
    expect(acknowledge(k, { events })).toBeUndefined();
    expect(acknowledgedEventInfo(k)).toEqual({ nextId: 7, ethBlockHeight: 1_006n });
  });

  it.each([
    ["app §15 D1: acknowledged at 100 with a delay of 30, paid in EndBlock 130", 30, 130],
    ["app §15 D1: without a delay, paid in EndBlock 100", 0, 100],
  ])("%s", (_name, delayBlocks, paidAt) => {
    const w = world(delayBlocks);
    const before = balanceOf(w.k, ALICE, NATIVE_DENOM);
    expect(acknowledge(w.k, { events: [event(5), event(6)] })).toBeUndefined();
    while (w.k.header.height < paidAt) w.block();
    expect(balanceOf(w.k, ALICE, NATIVE_DENOM)).toBe(before);
    w.block();
    expect(balanceOf(w.k, ALICE, NATIVE_DENOM)).toBe(before + 14n);
    expect(w.k.delaymsg.dueAt.has(String(paidAt))).toBe(false);
  });

  it("app §1.4: an account that may not receive coins is not paid, others of the block are", () => {
    const w = world(0);
    const { k } = w;
    const collector = moduleAddress("fee_collector");
    const before = balanceOf(k, ALICE, NATIVE_DENOM);
    const held = balanceOf(k, moduleAddress("bridge"), NATIVE_DENOM);
    const events = [{ ...event(5), address: collector }, event(6)];
    expect(acknowledge(k, { events })).toBeUndefined();
    w.block();
    expect(balanceOf(k, ALICE, NATIVE_DENOM)).toBe(before + 7n);
    expect(balanceOf(k, moduleAddress("bridge"), NATIVE_DENOM)).toBe(held - 7n);
    expect(acknowledgedEventInfo(k).nextId).toBe(7);
  });
});
