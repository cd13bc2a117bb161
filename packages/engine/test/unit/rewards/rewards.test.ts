import { decodeSerializableInt, indexerEvents } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { moduleAddress as moduleAddressOf } from "../../../src/auth/index.js";
import { balanceOf, mintCoins, NATIVE_DENOM } from "../../../src/bank/index.js";
import { type FillShares, revSharesForFill } from "../../../src/revshare/index.js";
import { addRewardShares, endBlock, rewardsParams } from "../../../src/rewards/index.js";
import { NO_STATS } from "../../../src/stats/index.js";
import { account, createWorld, type RiskKernel, setPrice } from "../subaccounts/world.js";

const [TAKER, MAKER] = [account("taker").owner, account("maker").owner];
const ATOM = 11;
const none = revSharesForFill(createWorld(), {
  taker: TAKER,
  takerFee: 0n,
  makerFee: 0n,
  marketId: 0,
});

interface Fill {
  T: bigint;
  M: bigint;
  F: bigint;
  shares?: Partial<FillShares>;
  volume?: bigint;
  lowestMaker?: number;
}

function weights(f: Fill, k = createWorld()): [bigint | undefined, bigint | undefined] {
  if (f.lowestMaker !== undefined) {
    const tiers = (k.feetiers.params.get()?.tiers ?? []).map((t) => ({
      ...t,
      makerFeePpm: f.lowestMaker ?? 0,
    }));
    k.feetiers.params.set({ tiers });
  }
  k.stats.users.set(TAKER, { ...NO_STATS, takerNotional: f.volume ?? 0n });
  addRewardShares(k, {
    taker: TAKER,
    maker: MAKER,
    fillQuoteQuantums: f.F,
    takerFee: f.T,
    makerFee: f.M,
    shares: { ...none, ...f.shares },
  });
  return [k.rewards.shares.get(TAKER), k.rewards.shares.get(MAKER)];
}

function distribute(
  k: RiskKernel,
  shares: Record<string, bigint>,
  treasury: bigint,
): [string, bigint][] | undefined {
  setPrice(k, ATOM, 8_433_494_428n);
  mintCoins(k, moduleAddressOf("rewards_treasury"), NATIVE_DENOM, treasury);
  for (const [name, w] of Object.entries(shares)) k.rewards.shares.set(name, w);
  endBlock(k);
  const event = k.indexer.all().find((e) => e.subtype === "trading_reward");
  if (event === undefined) return undefined;
  const { tradingRewards } = indexerEvents.TradingRewardsEventV1.decode(event.encode());
  return tradingRewards.map((r) => [r.owner, decodeSerializableInt(r.denomAmount)]);
}

describe("risk §14.11 reward weights", () => {
  const base = { T: 5_000_000n, M: -1_100_000n, F: 10_000_000_000n };
  it("risk §14.11 W1: a taker below 50 M USDC", () =>
    expect(weights(base)).toEqual([1_400_000n, undefined]));
  it("risk §14.11 W2: one above", () =>
    expect(weights({ ...base, volume: 50_000_000_000_000n })[0]).toBe(3_900_000n));
  it("risk §14.11 W3: less the net share", () =>
    expect(weights({ ...base, shares: { netSharePpm: 350_000 } })[0]).toBe(910_000n));
  it("risk §14.11 W4: a lower fee", () =>
    expect(weights({ ...base, T: 2_500_000n })[0]).toBe(150_000n));
  it("risk §14.11 W5: both sides, less routers and shares", () => {
    const shares = { netSharePpm: 250_000, takerRouterFee: 2_000_000n, makerRouterFee: 800_000n };
    const volume = 60_000_000_000_000n;
    expect(weights({ ...base, M: 1_000_000n, volume, shares })).toEqual([1_425_000n, 150_000n]);
  });
  const later = { lowestMaker: -60, shares: { netSharePpm: 50_000 } };
  it.each<[name: string, fill: Omit<Fill, "M">, weight: bigint]>([
    ["risk §14.11 W9: weight of edge 160", { T: 4_377_000n, F: 8_754_000_000n }, 1_225_560n],
    ["risk §14.11 W9: weight of edge 119", { T: 11_805n, F: 23_610_000n }, 3_305n],
    ["risk §14.11 W10: weight of the second taker", { T: 49_121n, F: 98_241_000n }, 13_754n],
    ["risk §14.15 N7: weight of the first fill", { T: 117_750n, F: 235_500_000n }, 32_970n],
    ["risk §14.15 N7: weight of the second fill", { T: 59_000n, F: 118_000_000n }, 16_520n],
    ["risk §14.15 N8: weight in SOL", { T: 75_584n, F: 188_960_000n, ...later }, 25_131n],
    ["risk §14.15 N8: weight in ADA", { T: 2_977n, F: 14_885_000n, ...later }, 565n],
  ])("%s", (_name, fill, weight) => {
    expect(weights({ ...fill, M: 0n })[0]).toBe(weight);
  });
});

describe("risk §14.11 distribution", () => {
  it("risk §14.11 W6: one payment", () => {
    expect(distribute(createWorld(), { [TAKER]: 1_400_000n }, 10n ** 24n)).toEqual([
      [TAKER, 164_344_686_752_664_325n],
    ]);
  });
  it("risk §14.11 W7: the treasury limits, the dust stays", () => {
    const k = createWorld();
    const paid = distribute(k, { a: 1_400_000n, b: 600_000n, c: 1n }, 10n ** 17n);
    expect(paid).toEqual([
      ["a", 69_999_965_000_017_499n],
      ["b", 29_999_985_000_007_499n],
      ["c", 49_999_975_000n],
    ]);
    const left = balanceOf(k, moduleAddressOf("rewards_treasury"), NATIVE_DENOM);
    expect(left).toBe(
      10n ** 17n - 69_999_965_000_017_499n - 29_999_985_000_007_499n - 49_999_975_000n,
    );
  });
  it("risk §14.11 W8: an event without rewards", () => {
    expect(distribute(createWorld(), { a: 1n, b: 1n, c: 1n }, 2n)).toEqual([]);
  });
  it.each<[name: string, multiplier: number, weights: bigint[], paid: bigint[]]>([
    ["risk §14.11 W9: paid in edge 160", 500_000, [1_225_560n], [72_660_272_112_768_863n]],
    ["risk §14.11 W9: paid in edge 119", 990_000, [3_305n], [387_970_849_798_253n]],
    [
      "risk §14.11 W10: two payments",
      500_000,
      [1_225_560n, 13_754n],
      [72_660_272_112_768_862n, 815_438_968_829_778n],
    ],
    ["risk §14.15 N7: paid in block 84", 990_000, [32_970n + 16_520n], [5_809_584_676_706_683n]],
    ["risk §14.15 N8: paid in block 557", 990_000, [25_131n + 565n], [3_016_429_336_283_187n]],
  ])("%s", (_name, feeMultiplierPpm, shares, paid) => {
    const k = createWorld();
    k.rewards.params.set({ ...rewardsParams(k), feeMultiplierPpm });
    const byAddress = Object.fromEntries(shares.map((w, i) => [`address${i}`, w]));
    const payments = distribute(k, byAddress, 10n ** 26n) ?? [];
    expect(payments.map(([, amount]) => amount)).toEqual(paid);
  });
  it("without weights, treasury or price there is no event", () => {
    expect(distribute(createWorld(), {}, 10n)).toBeUndefined();
    expect(distribute(createWorld(), { a: 1n }, 0n)).toBeUndefined();
    const k = createWorld();
    k.rewards.params.set({ ...rewardsParams(k), marketId: 4_242 });
    expect(distribute(k, { a: 1n }, 10n)).toBeUndefined();
  });
});
