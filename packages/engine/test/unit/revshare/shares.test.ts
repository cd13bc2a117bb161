import { describe, expect, it } from "vitest";
import { cappedVolume } from "../../../src/affiliates/index.js";
import {
  computeShares,
  createMarketRevShare,
  isRevShareSafe,
  revSharesForFill,
  setOrderRouter,
} from "../../../src/revshare/index.js";
import { isRejection } from "../../../src/state/index.js";
import { NO_STATS } from "../../../src/stats/index.js";
import { account, createWorld, type RiskKernel } from "../subaccounts/world.js";

const owner = (name: string) => account(name).owner;
const [TAKER, FRIEND, ROUTER_T, ROUTER_M] = ["taker", "friend", "routerT", "routerM"].map(
  owner,
) as [string, string, string, string];

interface Setup {
  affiliatePpm?: number;
  unconditional?: number[];
  mapperPpm?: number;
  generated?: bigint;
  takerVolume?: bigint;
  routers?: [number | undefined, number | undefined];
}

function world(s: Setup): RiskKernel {
  const k = createWorld();
  if (s.affiliatePpm !== undefined) {
    k.affiliates.referredBy.set(TAKER, FRIEND);
    const tier = {
      reqReferredVolumeQuoteQuantums: 0n,
      reqStakedWholeCoins: 0,
      takerFeeSharePpm: s.affiliatePpm,
    };
    k.affiliates.tiers.set({ tiers: [tier] });
  }
  k.revshare.unconditional.set({
    configs: (s.unconditional ?? []).map((sharePpm, i) => ({ address: owner(`u${i}`), sharePpm })),
  });
  k.revshare.marketMapper.set({
    address: owner("mapper"),
    revenueSharePpm: s.mapperPpm ?? 0,
    validDays: 1,
  });
  createMarketRevShare(k, 0);
  k.stats.users.set(TAKER, {
    ...NO_STATS,
    takerNotional: s.takerVolume ?? 0n,
    affiliate30dRevenueGeneratedQuantums: s.generated ?? 0n,
  });
  const [t, m] = s.routers ?? [undefined, undefined];
  if (t !== undefined) setOrderRouter(k, { address: ROUTER_T, sharePpm: t });
  if (m !== undefined) setOrderRouter(k, { address: ROUTER_M, sharePpm: m });
  return k;
}

function shares(s: Setup, takerFee: bigint, makerFee: bigint): bigint[] {
  const fill = {
    taker: TAKER,
    takerFee,
    makerFee,
    marketId: 0,
    takerOrderRouter: s.routers?.[0] === undefined ? undefined : ROUTER_T,
    makerOrderRouter: s.routers?.[1] === undefined ? undefined : ROUTER_M,
  };
  const result = revSharesForFill(world(s), fill);
  const amounts = result.all.map((x) => x.quoteQuantums);
  return [...amounts, takerFee + makerFee - result.total];
}

describe("risk §14.10 revenue shares", () => {
  const T = 5_000_000n;
  const M = -1_100_000n;
  const cases: [string, Setup, bigint, bigint, bigint[]][] = [
    ["risk §14.10 V1", { affiliatePpm: 50_000 }, T, M, [250_000n, 3_650_000n]],
    [
      "risk §14.10 V2",
      { affiliatePpm: 50_000, unconditional: [100_000, 200_000], mapperPpm: 50_000 },
      T,
      M,
      [250_000n, 365_000n, 730_000n, 182_500n, 2_372_500n],
    ],
    [
      "risk §14.10 V3",
      { affiliatePpm: 150_000, generated: 9_999_900_000n },
      T,
      M,
      [100_000n, 3_800_000n],
    ],
    ["risk §14.10 V4", { affiliatePpm: 150_000, generated: 10_000_000_000n }, T, M, [3_900_000n]],
    [
      "risk §14.10 V5",
      { routers: [400_000, 800_000], mapperPpm: 50_000 },
      T,
      M,
      [1_560_000n, 0n, 117_000n, 2_223_000n],
    ],
    [
      "risk §14.10 V6",
      { routers: [400_000, 800_000], mapperPpm: 50_000 },
      T,
      1_000_000n,
      [2_000_000n, 800_000n, 160_000n, 3_040_000n],
    ],
    [
      "risk §14.10 V7",
      { affiliatePpm: 50_000, takerVolume: 50_000_000_000_000n, routers: [300_000, undefined] },
      T,
      M,
      [1_170_000n, 2_730_000n],
    ],
    ["risk §14.10 V8", { affiliatePpm: 500_000 }, 2_000_000n, M, [900_000n]],
  ];
  for (const [name, setup, takerFee, makerFee, amounts] of cases) {
    it(name, () => expect(shares(setup, takerFee, makerFee)).toEqual(amounts));
  }

  it("risk §14.10 V8: error 7; a market without record is error 3", () => {
    const fill = { taker: TAKER, takerFee: 2_000_000n, makerFee: M, marketId: 0 };
    expect(computeShares(world({ affiliatePpm: 500_000 }), fill)).toMatchObject({ code: 7 });
    const lost = computeShares(world({}), { ...fill, marketId: 4_242 });
    expect(isRejection(lost) && lost.code).toBe(3);
  });

  it("risk §14.10 V9: safety rule", () => {
    const schedule = (taker: number, maker: number) => [
      {
        name: "1",
        absoluteVolumeRequirement: 0n,
        totalVolumeShareRequirementPpm: 0,
        makerVolumeShareRequirementPpm: 0,
        makerFeePpm: maker,
        takerFeePpm: taker,
      },
    ];
    expect(isRevShareSafe(schedule(350, -110), 400_000n)).toBe(true);
    expect(isRevShareSafe(schedule(350, -110), 1_000_000n)).toBe(false);
    expect(isRevShareSafe(schedule(300, -160), 0n)).toBe(false);
    expect(isRevShareSafe(schedule(350, -175), 0n)).toBe(true);
    expect(isRevShareSafe(schedule(350, -176), 0n)).toBe(false);
  });

  it("risk §14.10 V10: volume attribution stops at the cap", () => {
    const cap = 100_000_000_000_000n;
    expect(cappedVolume(10_000_000_000n, 99_999_000_000_000n, cap)).toBe(1_000_000_000n);
    expect(cappedVolume(10_000_000_000n, cap, cap)).toBe(0n);
    expect(cappedVolume(10_000_000_000n, cap, 0n)).toBe(10_000_000_000n);
  });

  it("risk §14.15 N9: an affiliate share switches routers off", () => {
    const setup: Setup = {
      affiliatePpm: 50_000,
      unconditional: [50_000],
      routers: [100_000, undefined],
    };
    expect(shares(setup, 75_584n, -11_337n)).toEqual([3_779n, 3_023n, 57_445n]);
  });

  it("risk §14.15 N10: a recorded affiliate share", () => {
    expect(shares({ affiliatePpm: 50_000 }, 1_064_344n, -292_694n)).toEqual([53_217n, 718_433n]);
  });

  it.each<[name: string, setup: Setup, takerFee: bigint, makerFee: bigint, amounts: bigint[]]>([
    [
      "clob §13 ex. 63: affiliate, unconditional share and market mapper",
      { affiliatePpm: 50_000, unconditional: [100_000], mapperPpm: 50_000 },
      15_000_000n,
      3_000_000n,
      [750_000n, 1_725_000n, 862_500n, 14_662_500n],
    ],
    [
      "clob §13 ex. 64: a rebate lowers the unconditional share",
      { affiliatePpm: 50_000, unconditional: [100_000] },
      15_000_000n,
      -3_300_000n,
      [750_000n, 1_095_000n, 9_855_000n],
    ],
    [
      "clob §13 ex. 65: the taker's router, net of the rebate",
      { routers: [200_000, undefined] },
      15_000_000n,
      -3_300_000n,
      [2_340_000n, 9_360_000n],
    ],
    [
      "clob §13 ex. 65: both routers",
      { routers: [200_000, 100_000] },
      15_000_000n,
      3_000_000n,
      [3_000_000n, 300_000n, 14_700_000n],
    ],
  ])("%s", (_name, setup, takerFee, makerFee, amounts) => {
    expect(shares(setup, takerFee, makerFee)).toEqual(amounts);
  });

  it("a mapper is paid in the second in which its market expires, not later", () => {
    const k = world({ mapperPpm: 100_000 });
    const fill = { taker: TAKER, takerFee: T, makerFee: 0n, marketId: 0 };
    const at = (seconds: number) => {
      k.header = { ...k.header, seconds };
      return revSharesForFill(k, fill).total;
    };
    const expiry = k.header.seconds + 86_400;
    expect(at(expiry)).toBe(500_000n);
    expect(at(expiry + 1)).toBe(0n);
  });
});
