import { indexerEvents, perpetuals as wire } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { DELAYMSG_ADDRESS, GOV_ADDRESS } from "../../../src/auth/index.js";
import {
  acquireNextPerpetualId,
  getLiquidityTier,
  getPerpetual,
  mustPerpetual,
  perpetualsMessages,
  premiumVotesMessage,
  queryNextPerpetualId,
} from "../../../src/perpetuals/index.js";
import { isRejection, type Rejection } from "../../../src/state/index.js";
import { account, BTC, createWorld, EIGEN, type RiskKernel } from "../subaccounts/world.js";

/** Sends a message through stateless rules and handler, as the dispatcher does. */
function send(k: RiskKernel, name: string, message: object): Rejection | undefined {
  const h = [...perpetualsMessages, premiumVotesMessage<RiskKernel>(() => true)].find(
    (x) => x.typeUrl === `/dydxprotocol.perpetuals.${name}`,
  );
  if (h === undefined) throw new Error(name);
  const result = h.validateBasic(message) ?? h.handle(k, message);
  return isRejection(result) ? result : undefined;
}

const authority = GOV_ADDRESS;

describe("perpetuals admin messages", () => {
  it("accept gov and delaymsg only (risk §0.5)", () => {
    const k = createWorld();
    const params = k.perpetuals.params.get();
    expect(send(k, "MsgUpdateParams", { authority, params })).toBeUndefined();
    expect(send(k, "MsgUpdateParams", { authority: DELAYMSG_ADDRESS, params })).toBeUndefined();
    const stranger = account("x").owner;
    expect(send(k, "MsgUpdateParams", { authority: stranger, params })).toEqual({
      codespace: "gov",
      code: 13,
      log:
        `invalid authority ${stranger}: ` +
        "expected gov account as only signer for proposal message",
    });
    expect(send(k, "MsgUpdateParams", { authority: "nobody", params })).toMatchObject({ code: 19 });
  });

  it("MsgUpdateParams refuses zeros (14, 15, 22)", () => {
    const k = createWorld();
    const set = (over: object) =>
      send(k, "MsgUpdateParams", { authority, params: { ...k.perpetuals.params.get(), ...over } });
    expect(set({ fundingRateClampFactorPpm: 0 })).toMatchObject({ code: 14 });
    expect(set({ premiumVoteClampFactorPpm: 0 })).toMatchObject({ code: 15 });
    expect(set({ minNumVotesPerSample: 0 })).toMatchObject({ code: 22 });
    expect(set({ minNumVotesPerSample: 5 })).toBeUndefined();
    expect(k.perpetuals.params.get()?.minNumVotesPerSample).toBe(5);
  });

  it("MsgCreatePerpetual checks id, type, ticker, funding, market and tier", () => {
    const k = createWorld();
    const base = { ...mustPerpetual(k, BTC).params, id: 50, ticker: "NEW-USD" };
    const create = (over: Partial<wire.PerpetualParams>) =>
      send(k, "MsgCreatePerpetual", { authority, params: { ...base, ...over } });
    expect(create({ id: BTC })).toMatchObject({ code: 17 });
    expect(
      create({ marketType: wire.PerpetualMarketType.PERPETUAL_MARKET_TYPE_UNSPECIFIED }),
    ).toMatchObject({ code: 23 });
    expect(create({ ticker: "" })).toMatchObject({ code: 6 });
    expect(create({ defaultFundingPpm: -1_000_001 })).toMatchObject({ code: 5 });
    expect(create({ marketId: 4_242 })).toMatchObject({ codespace: "prices", code: 201 });
    expect(create({ liquidityTier: 99 })).toMatchObject({ code: 12 });
    const events = k.indexer.all().length;
    expect(create({ defaultFundingPpm: 1_000_000 })).toBeUndefined();
    expect(k.indexer.all().length).toBe(events);
    expect(getPerpetual(k, 50)).toMatchObject({ fundingIndex: 0n, openInterest: 0n });
  });

  it("MsgUpdatePerpetualParams keeps resolution and market type, and tells the indexer", () => {
    const k = createWorld();
    const old = mustPerpetual(k, EIGEN).params;
    const change = {
      ...old,
      ticker: "EIGEN2-USD",
      defaultFundingPpm: -50,
      liquidityTier: 2,
      atomicResolution: 3,
      marketType: wire.PerpetualMarketType.PERPETUAL_MARKET_TYPE_CROSS,
    };
    expect(
      send(k, "MsgUpdatePerpetualParams", { authority, perpetualParams: change }),
    ).toBeUndefined();
    const now = mustPerpetual(k, EIGEN).params;
    expect(now).toEqual({
      ...change,
      atomicResolution: old.atomicResolution,
      marketType: old.marketType,
    });
    const event = k.indexer.all().at(-1);
    expect(event?.subtype).toBe("update_perpetual");
    expect(
      indexerEvents.UpdatePerpetualEventV3.decode(event?.encode() ?? new Uint8Array()),
    ).toMatchObject({
      id: EIGEN,
      ticker: "EIGEN2-USD",
      liquidityTier: 2,
      marketType: 2,
      defaultFunding8hrPpm: -50,
    });
    expect(
      send(k, "MsgUpdatePerpetualParams", { authority, perpetualParams: { ...change, id: 999 } }),
    ).toMatchObject({ code: 1 });
  });

  it("MsgSetLiquidityTier upserts and checks (3, 4, 16, 24)", () => {
    const k = createWorld();
    const tier = { ...getLiquidityTier(k, 1), id: 20, name: "new" };
    const set = (over: object) =>
      send(k, "MsgSetLiquidityTier", { authority, liquidityTier: { ...tier, ...over } });
    expect(set({ initialMarginPpm: 1_000_001 })).toMatchObject({ code: 3 });
    expect(set({ maintenanceFractionPpm: 1_000_001 })).toMatchObject({ code: 4 });
    expect(set({ impactNotional: 0n })).toMatchObject({ code: 16 });
    expect(set({ openInterestLowerCap: 2n, openInterestUpperCap: 1n })).toMatchObject({ code: 24 });
    expect(set({})).toBeUndefined();
    expect(getLiquidityTier(k, 20)?.name).toBe("new");
    expect(k.indexer.all().at(-1)?.subtype).toBe("liquidity_tier");
  });

  it("MsgAddPremiumVotes wants ascending ids (9)", () => {
    const k = createWorld();
    const votes = [
      { perpetualId: 2, premiumPpm: 1 },
      { perpetualId: 1, premiumPpm: 1 },
    ];
    expect(send(k, "MsgAddPremiumVotes", { votes })).toMatchObject({ code: 9 });
    expect(send(k, "MsgAddPremiumVotes", { votes: [...votes].reverse() })).toBeUndefined();
  });

  it("free ids are counted from the stored counter, taken ones skipped", () => {
    const k = createWorld();
    expect(queryNextPerpetualId(k)).toBe(0);
    expect(acquireNextPerpetualId(k)).toBe(33);
    expect(queryNextPerpetualId(k)).toBe(34);
    expect(acquireNextPerpetualId(k)).toBe(34);
  });
});

describe("genesis", () => {
  it("announces the tiers in order", () => {
    const k = createWorld();
    const tiers = k.indexer.all().filter((e) => e.subtype === "liquidity_tier");
    const ids = tiers.map((e) => indexerEvents.LiquidityTierUpsertEventV2.decode(e.encode()).id);
    expect(ids).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
