import { encodeSerializableInt } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { GOV_ADDRESS } from "../../../src/auth/index.js";
import { getClobPair } from "../../../src/clob/index.js";
import { atomicResolutionFor } from "../../../src/listing/index.js";
import { getPerpetual, isIsolated } from "../../../src/perpetuals/index.js";
import { marketParam, marketPrice } from "../../../src/prices/index.js";
import { getVault, QUOTING } from "../../../src/vault/index.js";
import { ALICE, type AppState, BOB, CosmosWorld } from "./world.js";

const CREATE = "/dydxprotocol.listing.MsgCreateMarketPermissionless";

/** Adds a market that the oracle knows and the chain does not. */
function withFoo(metadata: string): (appState: AppState) => void {
  return (appState) => {
    appState.marketmap.market_map.markets["FOO/USD"] = {
      ticker: {
        currency_pair: { Base: "FOO", Quote: "USD" },
        decimals: 9,
        min_provider_count: 1,
        enabled: false,
        metadata_JSON: metadata,
      },
      provider_configs: [],
    };
    const tiers = appState.perpetuals.liquidity_tiers;
    const last = tiers.at(-1) ?? {};
    for (let id = tiers.length; id <= 7; id++) tiers.push({ ...last, id });
  };
}

const create = (w: CosmosWorld, ticker = "FOO-USD", owner = BOB) =>
  w.run(CREATE, { ticker, subaccountId: { owner, number: 0 } });

/**
 * A world in which transfers flow again (they rest for 50 blocks after the start, risk.md §4.9) and
 * Bob has 20,000 USDC to trade with.
 */
function flowing(metadata: string): CosmosWorld {
  const w = new CosmosWorld(withFoo(metadata));
  for (let i = 0; i < 51; i++) w.block();
  const recipient = { owner: BOB, number: 0 };
  const funds = { sender: BOB, recipient, assetId: 0, quantums: 20_000_000_000n };
  expect(w.run("/dydxprotocol.sending.MsgDepositToSubaccount", funds).code).toBe(0);
  return w;
}

const METADATA = '{"reference_price":3648941500,"liquidity":1,"aggregate_ids":[]}';

describe("listing", () => {
  it("app §15 L1: atomic resolution", () => {
    expect(atomicResolutionFor(2_868_819_524n, 5)).toBe(-10);
    expect(atomicResolutionFor(3_648_941_500n, 9)).toBe(-6);
    expect(atomicResolutionFor(6_051_284_618n, 12)).toBe(-3);
  });

  it("makes oracle market, perpetual, pair and a quoting vault; shares are locked", () => {
    const w = flowing(METADATA);
    expect(create(w)).toMatchObject({ code: 0 });
    const perpetualId = w.k.perpetuals.nextPerpetualId.get() ?? 0;
    const perpetual = getPerpetual(w.k, perpetualId - 1);
    expect(perpetual?.params).toMatchObject({
      ticker: "FOO-USD",
      atomicResolution: -6,
      liquidityTier: 7,
      defaultFundingPpm: 100,
    });
    expect(perpetual !== undefined && isIsolated(perpetual)).toBe(true);
    const marketId = perpetual?.params.marketId ?? -1;
    expect(marketParam(w.k, marketId)?.minPriceChangePpm).toBe(800);
    expect(marketPrice(w.k, marketId)).toMatchObject({ price: 0n, exponent: -9 });
    expect(w.k.prices.marketMap.get("FOO/USD")?.enabled).toBe(true);
    const pairId = (w.k.clob.nextClobPairId.get() ?? 0) - 1;
    expect(getClobPair(w.k, pairId)).toMatchObject({
      subticksPerTick: 1_000_000,
      stepBaseQuantums: 1_000_000n,
      quantumConversionExponent: -9,
    });
    expect(getVault(w.k, pairId)?.status).toBe(QUOTING);
    const owned = w.k.vault.ownerShares.get(BOB) ?? 0n;
    const unlocks = w.k.vault.unlocks.get(BOB) ?? [];
    expect(unlocks).toEqual([{ shares: owned, unlockBlockHeight: w.k.header.height + 2_592_000 }]);
    w.block();
  });

  it("app §15 D2: the shares unlock 2,592,000 blocks after the listing, in that block's end", () => {
    const w = flowing(METADATA);
    const { k } = w;
    k.header = { ...k.header, height: 500 };
    expect(create(w).code).toBe(0);
    const shares = k.vault.ownerShares.get(BOB);
    expect(k.vault.unlocks.get(BOB)).toEqual([{ shares, unlockBlockHeight: 2_592_500 }]);
    expect(k.delaymsg.dueAt.get("2592500")).toHaveLength(1);
    k.header = { ...k.header, height: 2_592_499 };
    w.block();
    expect(k.vault.unlocks.get(BOB)).toHaveLength(1);
    w.block();
    expect(k.vault.unlocks.has(BOB)).toBe(false);
    expect(k.vault.ownerShares.get(BOB)).toBe(shares);
  });

  it("cross_launch makes a cross market", () => {
    const w = flowing('{"reference_price":5,"cross_launch":true}');
    expect(create(w).code).toBe(0);
    const id = (w.k.perpetuals.nextPerpetualId.get() ?? 0) - 1;
    const perpetual = getPerpetual(w.k, id);
    expect(perpetual !== undefined && isIsolated(perpetual)).toBe(false);
  });

  it("refuses unknown markets, bad metadata, poor creators and too many markets", () => {
    const w = new CosmosWorld(withFoo(METADATA));
    expect(create(w, "NOPE-USD")).toMatchObject({ code: 1, codespace: "listing" });
    expect(create(w, "BTC-USD")).toMatchObject({ code: 205, codespace: "prices" });
    expect(create(w, "FOO-USD", "dydx1am058pdux3hyulcmfgj4m3hhrlfn8nzmw7jr0h").code).not.toBe(0);
    expect(create(new CosmosWorld(withFoo('{"reference_price":0}'))).code).toBe(2);
    expect(create(new CosmosWorld(withFoo('{"reference_price":"5"}'))).code).toBe(6);
    expect(create(new CosmosWorld(withFoo("no json"))).code).toBe(6);
    const cap = { authority: GOV_ADDRESS, hardCapForMarkets: 3 };
    expect(w.run("/dydxprotocol.listing.MsgSetMarketsHardCap", cap).code).toBe(0);
    expect(create(w)).toMatchObject({ code: 3, codespace: "listing" });
  });

  it("lets only governance change its parameters", () => {
    const w = new CosmosWorld();
    const set = (authority: string, vault: bigint, main: bigint, blocks: number) =>
      w.run("/dydxprotocol.listing.MsgSetListingVaultDepositParams", {
        authority,
        params: {
          newVaultDepositAmount: encodeSerializableInt(vault),
          mainVaultDepositAmount: encodeSerializableInt(main),
          numBlocksToLockShares: blocks,
        },
      });
    expect(set(ALICE, 1n, 0n, 1)).toMatchObject({ code: 13, codespace: "gov" });
    expect(set(GOV_ADDRESS, 0n, 0n, 1).code).toBe(4);
    expect(set(GOV_ADDRESS, 1n, -1n, 1).code).toBe(4);
    expect(set(GOV_ADDRESS, 1n, 0n, 0).code).toBe(5);
    expect(set(GOV_ADDRESS, 1n, 0n, 1).code).toBe(0);
  });
});
