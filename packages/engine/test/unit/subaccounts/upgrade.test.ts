import { indexerEvents } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { balanceOf, mintCoins, USDC_DENOM } from "../../../src/bank/index.js";
import { InvariantError } from "../../../src/math/index.js";
import {
  CROSS_INSURANCE_FUND,
  CROSS_POOL,
  checkInvariants,
  collateralPoolOf,
  insuranceFundOf,
  isolatedInsuranceFund,
  isolatedPool,
  recordNegativeTnc,
  upgradeIsolatedToCross,
} from "../../../src/subaccounts/index.js";
import { account, BTC, createWorld, EIGEN, fund } from "./world.js";

describe("upgrade of an isolated market (risk §3.9)", () => {
  it("moves insurance fund and pool, flips the type, tells the indexer", () => {
    const k = createWorld();
    fund(k, account("a"), 1_000n, [[EIGEN, 5n]]);
    fund(k, account("b"), 2_000n, [[EIGEN, -5n]]);
    mintCoins(k, isolatedInsuranceFund(EIGEN), USDC_DENOM, 77n);
    expect(upgradeIsolatedToCross(k, EIGEN)).toBeUndefined();
    expect(balanceOf(k, isolatedPool(EIGEN), USDC_DENOM)).toBe(0n);
    expect(balanceOf(k, CROSS_POOL, USDC_DENOM)).toBe(3_000n);
    expect(balanceOf(k, CROSS_INSURANCE_FUND, USDC_DENOM)).toBe(77n);
    expect(collateralPoolOf(k, EIGEN)).toBe(CROSS_POOL);
    expect(insuranceFundOf(k, EIGEN)).toBe(CROSS_INSURANCE_FUND);
    const event = k.indexer.all().at(-1);
    const decoded = indexerEvents.UpdatePerpetualEventV3.decode(
      event?.encode() ?? new Uint8Array(),
    );
    expect(decoded).toMatchObject({ id: EIGEN, marketType: 1 });
    checkInvariants(k);
  });

  it("an unused market moves nothing (edge, block 139); a cross one never changes", () => {
    const k = createWorld();
    const before = k.abciEvents.length;
    expect(upgradeIsolatedToCross(k, EIGEN)).toBeUndefined();
    expect(k.abciEvents.length).toBe(before);
    expect(upgradeIsolatedToCross(k, EIGEN)).toMatchObject({ codespace: "perpetuals", code: 23 });
    expect(upgradeIsolatedToCross(k, BTC)).toMatchObject({ code: 23 });
    expect(upgradeIsolatedToCross(k, 999)).toMatchObject({ code: 1 });
  });
});

describe("broken invariants stop the process", () => {
  it("a gate height never goes back", () => {
    const k = createWorld(100);
    recordNegativeTnc(k, BTC);
    k.header = { ...k.header, height: 99 };
    expect(() => recordNegativeTnc(k, BTC)).toThrow(InvariantError);
  });

  it("positions that do not net to zero, pools that owe more than they hold", () => {
    const k = createWorld();
    fund(k, account("a"), 1_000n, [[BTC, 5n]]);
    expect(() => checkInvariants(k)).toThrow(/net to zero/);
    const poor = createWorld();
    fund(poor, account("a"), 1_000n);
    poor.bank.balances.set(`${CROSS_POOL}\n${USDC_DENOM}`, 999n);
    expect(() => checkInvariants(poor)).toThrow(/holds 999 but owes 1000/);
  });
});
