import { encodeSerializableInt } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import {
  feePpm,
  lowestMakerFeePpm,
  markVaultAddress,
  setFeeParams,
  setMarketDiscounts,
  setStakingTiers,
  userFeeTier,
  validateFeeTiers,
} from "../../../src/feetiers/index.js";
import { stakingTierFromWire } from "../../../src/feetiers/rules.js";
import { mulPpmUp } from "../../../src/math/index.js";
import { NO_STATS } from "../../../src/stats/index.js";
import { account, createWorld, type RiskKernel } from "../subaccounts/world.js";

const USER = account("user").owner;
const MILLION = 1_000_000_000_000n;
const STANDARD_MAKER = [100, 100, 50, 0, 0, -50, -90, -110, -110];

/** Volumes in quote quantums; the schedule of the examples (§14.9). */
function world(maker: bigint, taker: bigint, global = 40_000n * MILLION): RiskKernel {
  const k = createWorld();
  const tiers = (k.feetiers.params.get()?.tiers ?? []).map((t, i) => ({
    ...t,
    makerFeePpm: STANDARD_MAKER[i] ?? 0,
  }));
  k.feetiers.params.set({ tiers });
  k.stats.users.set(USER, { ...NO_STATS, makerNotional: maker, takerNotional: taker });
  k.stats.globalNotional.set(global);
  return k;
}

describe("risk §14.9 fee tiers", () => {
  const M = MILLION;
  const cases: [string, bigint, bigint, number, bigint?][] = [
    ["risk §14.9 E1", 0n, 999_999_999_999n, 0],
    ["risk §14.9 E2", 0n, M, 1],
    ["risk §14.9 E3", 10n * M, 20n * M, 3],
    ["risk §14.9 E4", 0n, 130n * M, 4],
    ["risk §14.9 E5", 0n, 200n * M, 5],
    ["risk §14.9 E6: 399 M", 399n * M, 0n, 5],
    ["risk §14.9 E6: 400 M", 400n * M, 0n, 6],
    ["risk §14.9 E6: 800 M", 800n * M, 0n, 7],
    ["risk §14.9 E6: 1600 M", 1600n * M, 0n, 8],
    ["risk §14.9 E7", 0n, 130n * M, 5, 20_000n * M],
  ];
  for (const [name, maker, taker, index, global] of cases) {
    it(name, () => {
      expect(userFeeTier(world(maker, taker, global), USER).index).toBe(index);
    });
  }

  it("risk §14.9 E8: referrals and vaults", () => {
    const k = world(0n, 0n);
    expect(userFeeTier(k, USER).index).toBe(0);
    k.affiliates.referredBy.set(USER, account("friend").owner);
    expect(userFeeTier(k, USER).index).toBe(2);
    expect(userFeeTier(k, USER, { refereeMinimumTierIndex: 50 }).index).toBe(8);
    expect(userFeeTier(k, USER, { refereeMinimumTierIndex: 0 }).index).toBe(0);
    const rich = world(0n, 30n * M);
    rich.affiliates.referredBy.set(USER, account("friend").owner);
    expect(userFeeTier(rich, USER).index).toBe(3);
    const vault = account("vault").owner;
    markVaultAddress(k, vault);
    expect(userFeeTier(k, vault).index).toBe(8);
  });

  it("risk §14.9 E9: market charge and staking discount", () => {
    const k = createWorld();
    const charge = (chargePpm: number) =>
      setMarketDiscounts(k, [
        {
          clobPairId: 0,
          startTime: { seconds: BigInt(k.header.seconds), nanos: 0 },
          endTime: { seconds: BigInt(k.header.seconds) + 10n, nanos: 0 },
          chargePpm,
        },
      ]);
    const stake = (feeTierName: string, feeDiscountPpm: number) =>
      setStakingTiers(k, [
        stakingTierFromWire({
          feeTierName,
          levels: [{ minStakedBaseTokens: encodeSerializableInt(0n), feeDiscountPpm }],
        }),
      ]);
    expect(charge(500_000)).toBeUndefined();
    expect(feePpm(k, USER, true, 0)).toBe(250n);
    expect(feePpm(k, USER, false, 0)).toBe(-55n);
    expect(feePpm(k, USER, true, 1)).toBe(500n);
    charge(333_333);
    expect(feePpm(k, USER, false, 0)).toBe(-36n);
    k.stats.users.set(USER, { ...NO_STATS, takerNotional: MILLION });
    charge(500_000);
    expect(stake("2", 150_000)).toBeUndefined();
    expect(feePpm(k, USER, true, 0)).toBe(191n);
    stake("2", 1_000_000);
    expect(feePpm(k, USER, false, 1)).toBe(-110n);
    expect(feePpm(k, USER, true, 1)).toBe(0n);
    k.header = { ...k.header, seconds: k.header.seconds + 10 };
    stake("2", 0);
    expect(feePpm(k, USER, true, 0)).toBe(450n);
  });

  it("risk §14.9 E10: fee amounts round up", () => {
    expect(mulPpmUp(1_000_000n, 500)).toBe(500n);
    expect(mulPpmUp(1_000_001n, 500)).toBe(501n);
    expect(mulPpmUp(999n, 500)).toBe(1n);
    expect(mulPpmUp(1_234_567n, -110)).toBe(-135n);
    expect(mulPpmUp(9_999n, -110)).toBe(-1n);
  });

  it("risk §14.9 E11: so does the builder's", () => {
    expect(mulPpmUp(1_234_567n, 1000)).toBe(1235n);
  });
});

describe("fee schedule rules", () => {
  const tier = (over: Partial<ReturnType<typeof base>>) => ({ ...base(), ...over });
  const base = () => ({
    name: "1",
    absoluteVolumeRequirement: 0n,
    totalVolumeShareRequirementPpm: 0,
    makerVolumeShareRequirementPpm: 0,
    makerFeePpm: -110,
    takerFeePpm: 500,
  });
  it("400–403", () => {
    expect(validateFeeTiers([])).toMatchObject({ code: 400 });
    expect(validateFeeTiers([tier({ absoluteVolumeRequirement: 1n })])).toMatchObject({
      code: 401,
    });
    const shrinking = [
      tier({}),
      tier({ absoluteVolumeRequirement: 2n }),
      tier({ absoluteVolumeRequirement: 1n }),
    ];
    expect(validateFeeTiers(shrinking)).toMatchObject({ code: 402 });
    expect(validateFeeTiers([tier({ takerFeePpm: 109 })])).toMatchObject({ code: 403 });
    expect(validateFeeTiers([tier({ takerFeePpm: 110 })])).toBeUndefined();
  });
  it("405: shares must stay covered", () => {
    const k = createWorld();
    expect(
      setFeeParams(k, { tiers: [tier({ takerFeePpm: 350, makerFeePpm: -176 })] }),
    ).toMatchObject({ code: 405 });
    expect(
      setFeeParams(k, { tiers: [tier({ takerFeePpm: 350, makerFeePpm: -175 })] }),
    ).toBeUndefined();
    expect(lowestMakerFeePpm(k)).toBe(-175);
  });
  it("406, 408 and unknown names", () => {
    const k = createWorld();
    const now = BigInt(k.header.seconds);
    const set = (start: bigint, end: bigint, chargePpm = 1) =>
      setMarketDiscounts(k, [
        {
          clobPairId: 9,
          startTime: { seconds: start, nanos: 0 },
          endTime: { seconds: end, nanos: 0 },
          chargePpm,
        },
      ]);
    expect(set(now, now)).toMatchObject({ code: 406 });
    expect(set(now, now + 90n * 86_400n + 1n)).toMatchObject({ code: 406 });
    expect(set(now - 5n, now)).toMatchObject({ code: 406 });
    expect(set(now, now + 1n, 1_000_001)).toMatchObject({ code: 408 });
    expect(set(now, now + 90n * 86_400n)).toBeUndefined();
    expect(setStakingTiers(k, [{ feeTierName: "nope", levels: [] }])).toMatchObject({ code: 1 });
  });
});
