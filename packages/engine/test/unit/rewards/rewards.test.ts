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
  it("risk §14.11 W1", () => expect(weights(base)).toEqual([1_400_000n, undefined]));
  it("risk §14.11 W2", () =>
    expect(weights({ ...base, volume: 50_000_000_000_000n })[0]).toBe(3_900_000n));
  it("risk §14.11 W3", () =>
    expect(weights({ ...base, shares: { netSharePpm: 350_000 } })[0]).toBe(910_000n));
  it("risk §14.11 W4", () => expect(weights({ ...base, T: 2_500_000n })[0]).toBe(150_000n));
  it("risk §14.11 W5", () => {
    const shares = { netSharePpm: 250_000, takerRouterFee: 2_000_000n, makerRouterFee: 800_000n };
    const volume = 60_000_000_000_000n;
    expect(weights({ ...base, M: 1_000_000n, volume, shares })).toEqual([1_425_000n, 150_000n]);
  });
  it("risk §14.11 W9, W10, §14.15 N7, N8: recorded weights", () => {
    expect(weights({ T: 4_377_000n, M: 0n, F: 8_754_000_000n })[0]).toBe(1_225_560n);
    expect(weights({ T: 11_805n, M: 0n, F: 23_610_000n })[0]).toBe(3_305n);
    expect(weights({ T: 49_121n, M: 0n, F: 98_241_000n })[0]).toBe(13_754n);
    expect(weights({ T: 117_750n, M: 0n, F: 235_500_000n })[0]).toBe(32_970n);
    expect(weights({ T: 59_000n, M: 0n, F: 118_000_000n })[0]).toBe(16_520n);
    const shares = { netSharePpm: 50_000 };
    expect(weights({ T: 75_584n, M: 0n, F: 188_960_000n, lowestMaker: -60, shares })[0]).toBe(
      25_131n,
    );
    expect(weights({ T: 2_977n, M: 0n, F: 14_885_000n, lowestMaker: -60, shares })[0]).toBe(565n);
  });
});

describe("risk §14.11 distribution", () => {
  it("risk §14.11 W6", () => {
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
  it("risk §14.11 W9, W10, §14.15 N7, N8: recorded payments", () => {
    const pay = (multiplier: number, shares: Record<string, bigint>) => {
      const k = createWorld();
      k.rewards.params.set({ ...rewardsParams(k), feeMultiplierPpm: multiplier });
      return distribute(k, shares, 10n ** 26n)?.map(([, amount]) => amount);
    };
    expect(pay(500_000, { a: 1_225_560n })).toEqual([72_660_272_112_768_863n]);
    expect(pay(990_000, { a: 3_305n })).toEqual([387_970_849_798_253n]);
    expect(pay(500_000, { a: 1_225_560n, b: 13_754n })).toEqual([
      72_660_272_112_768_862n,
      815_438_968_829_778n,
    ]);
    expect(pay(990_000, { a: 49_490n })).toEqual([5_809_584_676_706_683n]);
    expect(pay(990_000, { a: 25_696n })).toEqual([3_016_429_336_283_187n]);
  });
  it("without weights, treasury or price there is no event", () => {
    expect(distribute(createWorld(), {}, 10n)).toBeUndefined();
    expect(distribute(createWorld(), { a: 1n }, 0n)).toBeUndefined();
    const k = createWorld();
    k.rewards.params.set({ ...rewardsParams(k), marketId: 4_242 });
    expect(distribute(k, { a: 1n }, 10n)).toBeUndefined();
  });
});
