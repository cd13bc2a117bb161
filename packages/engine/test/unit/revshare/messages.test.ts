import { encodeSerializableInt } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { affiliatesMessages } from "../../../src/affiliates/index.js";
import { GOV_ADDRESS } from "../../../src/auth/index.js";
import { feetiersMessages } from "../../../src/feetiers/index.js";
import {
  checkInvariants,
  createMarketRevShare,
  marketMapperParams,
  queryMarketMapperDetails,
  queryOrderRouter,
  revshareMessages,
} from "../../../src/revshare/index.js";
import { rewardsMessages, rewardsParams } from "../../../src/rewards/index.js";
import { isRejection, type MessageHandler, type Rejection } from "../../../src/state/index.js";
import { statsMessages } from "../../../src/stats/index.js";
import { vestMessages } from "../../../src/vest/index.js";
import { account, createWorld, type RiskKernel } from "../subaccounts/world.js";

const all = new Map<string, MessageHandler<RiskKernel, unknown>>(
  [
    ...affiliatesMessages,
    ...feetiersMessages,
    ...revshareMessages,
    ...rewardsMessages,
    ...statsMessages,
    ...vestMessages,
  ].map((h) => [h.typeUrl.replace("/dydxprotocol.", ""), h as MessageHandler<RiskKernel, unknown>]),
);

function send(k: RiskKernel, name: string, message: object): Rejection | undefined {
  const h = all.get(name);
  if (h === undefined) throw new Error(name);
  const result = h.validateBasic(message) ?? h.handle(k, message);
  return isRejection(result) ? result : undefined;
}

const address = account("someone").owner;
const router = { address, sharePpm: 800_000 };
const entry = {
  vesterAccount: "v",
  treasuryAccount: "t",
  denom: "adv4tnt",
  startTime: { seconds: 1n, nanos: 0 },
  endTime: { seconds: 2n, nanos: 0 },
};

/** One acceptable message of each kind, without its authority. */
function samples(k: RiskKernel): Record<string, object> {
  const time = BigInt(k.header.seconds);
  const discount = {
    clobPairId: 0,
    startTime: { seconds: time, nanos: 0 },
    endTime: { seconds: time + 9n, nanos: 0 },
    chargePpm: 5,
  };
  const level = { minStakedBaseTokens: encodeSerializableInt(1n), feeDiscountPpm: 9 };
  return {
    "affiliates.MsgUpdateAffiliateTiers": { tiers: { tiers: [] } },
    "affiliates.MsgUpdateAffiliateWhitelist": { whitelist: { tiers: [] } },
    "affiliates.MsgUpdateAffiliateParameters": {
      affiliateParameters: k.affiliates.parameters.get(),
    },
    "affiliates.MsgUpdateAffiliateOverrides": { affiliateOverrides: { addresses: [address] } },
    "feetiers.MsgUpdatePerpetualFeeParams": { params: k.feetiers.params.get() },
    "feetiers.MsgSetMarketFeeDiscountParams": { params: [discount] },
    "feetiers.MsgSetStakingTiers": { stakingTiers: [{ feeTierName: "1", levels: [level] }] },
    "revshare.MsgSetMarketMapperRevenueShare": {
      params: { address, revenueSharePpm: 1, validDays: 1 },
    },
    "revshare.MsgSetMarketMapperRevShareDetailsForMarket": {
      marketId: 9,
      params: { expirationTs: 7n },
    },
    "revshare.MsgUpdateUnconditionalRevShareConfig": {
      config: { configs: [{ address, sharePpm: 1 }] },
    },
    "revshare.MsgSetOrderRouterRevShare": { orderRouterRevShare: router },
    "rewards.MsgUpdateParams": { params: rewardsParams(k) },
    "stats.MsgUpdateParams": { params: { windowDuration: { seconds: 60n, nanos: 0 } } },
    "vest.MsgSetVestEntry": { entry },
    "vest.MsgDeleteVestEntry": { vesterAccount: "v" },
  };
}

describe("admin messages of the fee modules (risk §0.5)", () => {
  const k = createWorld();
  for (const [name, message] of Object.entries(samples(k))) {
    it(`${name}: gov may, a stranger may not`, () => {
      const refused = send(k, name, { authority: address, ...message });
      const uncoded = name.startsWith("affiliates.");
      expect(refused).toMatchObject(
        uncoded ? { codespace: "undefined", code: 1 } : { codespace: "gov", code: 13 },
      );
      expect(send(k, name, { authority: GOV_ADDRESS, ...message })).toBeUndefined();
      checkInvariants(k);
    });
  }
});

describe("revshare rules", () => {
  const authority = GOV_ADDRESS;
  it("market mapper: 5, 1, 2 and the expiry of markets made afterwards", () => {
    const k = createWorld();
    const set = (over: object) =>
      send(k, "revshare.MsgSetMarketMapperRevenueShare", {
        authority,
        params: { address, revenueSharePpm: 100_000, validDays: 30, ...over },
      });
    expect(set({ revenueSharePpm: 1_000_000 })).toMatchObject({ code: 5 });
    expect(set({ address: "x" })).toMatchObject({ code: 1 });
    expect(set({})).toBeUndefined();
    expect(marketMapperParams(k).revenueSharePpm).toBe(100_000);
    // Genesis markets expired when they were made (recorded, block 557).
    expect(queryMarketMapperDetails(k, 0)?.expirationTs).toBe(1n);
    createMarketRevShare(k, 4_242);
    expect(queryMarketMapperDetails(k, 4_242)?.expirationTs).toBe(
      BigInt(k.header.seconds + 30 * 86_400),
    );
  });
  it("unconditional shares: 4 and 5", () => {
    const k = createWorld();
    const set = (...ppm: number[]) =>
      send(k, "revshare.MsgUpdateUnconditionalRevShareConfig", {
        authority,
        config: { configs: ppm.map((sharePpm) => ({ address, sharePpm })) },
      });
    expect(set(500_000, 500_000)).toMatchObject({ code: 4 });
    k.revshare.marketMapper.set({ address, revenueSharePpm: 100_000, validDays: 0 });
    expect(set(900_000)).toMatchObject({ code: 5 });
    expect(set(899_999)).toBeUndefined();
  });
  it("order routers: 2 and 1", () => {
    const k = createWorld();
    const set = (over: object) =>
      send(k, "revshare.MsgSetOrderRouterRevShare", {
        authority,
        orderRouterRevShare: { ...router, ...over },
      });
    expect(set({ sharePpm: 800_001 })).toMatchObject({ code: 2 });
    expect(set({ address: "x" })).toMatchObject({ code: 1 });
    expect(set({})).toBeUndefined();
    expect(queryOrderRouter(k, address)).toEqual(router);
  });
});

describe("rewards and stats parameters", () => {
  it("1001, 1002, denom, 400", () => {
    const k = createWorld();
    const set = (over: object) =>
      send(k, "rewards.MsgUpdateParams", {
        authority: GOV_ADDRESS,
        params: { ...rewardsParams(k), ...over },
      });
    expect(set({ treasuryAccount: "" })).toMatchObject({ code: 1001 });
    expect(set({ feeMultiplierPpm: 1_000_001 })).toMatchObject({ code: 1002 });
    expect(set({ denom: "1x" })).toMatchObject({ codespace: "undefined" });
    const window = { windowDuration: { seconds: 0n, nanos: 0 } };
    expect(
      send(k, "stats.MsgUpdateParams", { authority: GOV_ADDRESS, params: window }),
    ).toMatchObject({ code: 400 });
  });
});
