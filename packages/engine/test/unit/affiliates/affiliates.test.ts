import { describe, expect, it } from "vitest";
import {
  affiliateTier,
  registerAffiliate,
  setAffiliateTiers,
  setAffiliateWhitelist,
  takerAffiliateShare,
  volumeAttributions,
} from "../../../src/affiliates/index.js";
import { AttributionRole, NO_STATS } from "../../../src/stats/index.js";
import { account, createWorld } from "../subaccounts/world.js";

const [REFEREE, AFFILIATE, OTHER] = ["referee", "affiliate", "other"].map(
  (n) => account(n).owner,
) as [string, string, string];

describe("affiliates", () => {
  it("registers once, never oneself, with valid addresses and tiers", () => {
    const k = createWorld();
    const register = (referee: string, affiliate: string) =>
      registerAffiliate(k, { referee, affiliate });
    expect(register(REFEREE, REFEREE)).toMatchObject({ code: 10 });
    expect(register(REFEREE, "dydx1nonsense")).toMatchObject({ code: 5 });
    expect(register(REFEREE, AFFILIATE)).toBeUndefined();
    expect(register(REFEREE, OTHER)).toEqual({
      codespace: "affiliates",
      code: 1,
      log: `referee: ${REFEREE}, affiliate: ${OTHER}: Affiliate already exists for referee`,
    });
    k.affiliates.tiers.set({ tiers: [] });
    expect(register(OTHER, AFFILIATE)).toMatchObject({ code: 9 });
  });

  it("tiers follow the referred volume; overridden addresses have the last one", () => {
    const k = createWorld();
    const volume = (v: bigint) =>
      k.stats.users.set(AFFILIATE, { ...NO_STATS, affiliate30dReferredVolumeQuoteQuantums: v });
    expect(affiliateTier(k, AFFILIATE)).toEqual({ index: 0, sharePpm: 50_000 });
    volume(1_000_000_000_000n);
    expect(affiliateTier(k, AFFILIATE)).toEqual({ index: 1, sharePpm: 100_000 });
    volume(49_999_999_999_999n);
    expect(affiliateTier(k, AFFILIATE).index).toBe(3);
    k.affiliates.overrides.set({ addresses: [AFFILIATE] });
    expect(affiliateTier(k, AFFILIATE)).toEqual({ index: 4, sharePpm: 250_000 });
    k.affiliates.tiers.set({ tiers: [] });
    expect(affiliateTier(k, AFFILIATE).sharePpm).toBe(0);
  });

  it("a share exists only below the volume limit, and even at 0 ppm", () => {
    const k = createWorld();
    registerAffiliate(k, { referee: REFEREE, affiliate: AFFILIATE });
    expect(takerAffiliateShare(k, REFEREE, 0n)).toBeUndefined();
    expect(takerAffiliateShare(k, OTHER, 100n)).toBeUndefined();
    expect(takerAffiliateShare(k, REFEREE, 99n)?.amount).toBe(4n);
    k.affiliates.tiers.set({ tiers: [] });
    expect(takerAffiliateShare(k, REFEREE, 99n)).toMatchObject({ amount: 0n });
    k.stats.users.set(REFEREE, { ...NO_STATS, takerNotional: 50_000_000_000_000n });
    expect(takerAffiliateShare(k, REFEREE, 99n)).toBeUndefined();
  });

  it("attributes the taker's volume only with a share, the maker's always", () => {
    const k = createWorld();
    registerAffiliate(k, { referee: REFEREE, affiliate: AFFILIATE });
    expect(volumeAttributions(k, REFEREE, OTHER, 10n, false)).toEqual([]);
    expect(volumeAttributions(k, REFEREE, OTHER, 10n, true)).toEqual([
      { role: AttributionRole.Taker, referrer: AFFILIATE, volume: 10n },
    ]);
    expect(volumeAttributions(k, OTHER, REFEREE, 10n, false)).toEqual([
      { role: AttributionRole.Maker, referrer: AFFILIATE, volume: 10n },
    ]);
  });

  it("checks new tiers and the legacy whitelist", () => {
    const k = createWorld();
    const tier = (v: bigint, takerFeeSharePpm: number) => ({
      reqReferredVolumeQuoteQuantums: v,
      reqStakedWholeCoins: 0,
      takerFeeSharePpm,
    });
    expect(setAffiliateTiers(k, { tiers: [tier(0n, 999_999), tier(1n, 500_001)] })).toMatchObject({
      code: 7,
    });
    expect(setAffiliateTiers(k, { tiers: [tier(1n, 1), tier(1n, 1)] })).toMatchObject({ code: 3 });
    expect(setAffiliateTiers(k, { tiers: [tier(0n, 999_999), tier(1n, 500_000)] })).toBeUndefined();
    const list = (addresses: string[], takerFeeSharePpm = 1) =>
      setAffiliateWhitelist(k, { tiers: [{ addresses, takerFeeSharePpm }] });
    expect(list([OTHER, OTHER])).toMatchObject({ code: 8 });
    expect(list(["x"])).toMatchObject({ code: 5 });
    expect(list([OTHER], 500_001)).toMatchObject({ code: 7 });
    expect(list([OTHER])).toBeUndefined();
  });
});
