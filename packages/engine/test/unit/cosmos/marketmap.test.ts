import { slinkyMarketmap } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { marketMapRejection } from "../../../src/app/marketMapRule.js";
import type { Transaction } from "../../../src/app/transaction.js";
import { GOV_ADDRESS } from "../../../src/auth/index.js";
import { ALICE, CosmosWorld } from "./world.js";

const PACKAGE = "/slinky.marketmap.v1";

function market(base: string, change: object = {}): slinkyMarketmap.Market {
  return slinkyMarketmap.Market.fromPartial({
    ticker: {
      currencyPair: { Base: base, Quote: "USD" },
      decimals: 9n,
      minProviderCount: 1n,
      enabled: false,
      ...change,
    },
    providerConfigs: [{ name: "an_exchange", offChainTicker: `${base}USD` }],
  });
}

const create = (w: CosmosWorld, markets: slinkyMarketmap.Market[], authority = GOV_ADDRESS) =>
  w.run(`${PACKAGE}.MsgCreateMarkets`, { authority, createMarkets: markets });

describe("market map messages", () => {
  it("creates, updates and removes markets; the map remembers the height", () => {
    const w = new CosmosWorld();
    expect(create(w, [market("FOO")]).code).toBe(0);
    expect(create(w, [market("FOO")])).toMatchObject({ code: 1, codespace: "undefined" });
    const update = (base: string) =>
      w.run(`${PACKAGE}.MsgUpdateMarkets`, {
        authority: GOV_ADDRESS,
        updateMarkets: [market(base, { decimals: 7n })],
      });
    expect(update("BAR").code).toBe(1);
    expect(update("FOO").code).toBe(0);
    expect(w.k.prices.marketMap.get("FOO/USD")?.decimals).toBe(7);
    const answer = w.query(
      `${PACKAGE}.Query/LastUpdated`,
      new Uint8Array(),
      slinkyMarketmap.LastUpdatedResponse,
    );
    expect(answer).toEqual({ lastUpdated: BigInt(w.k.header.height) });
    const remove = (name: string) =>
      w.run(`${PACKAGE}.MsgRemoveMarkets`, { authority: GOV_ADDRESS, markets: [name] });
    expect(remove("BTC/USD").code, "enabled markets stay").toBe(1);
    const removed = slinkyMarketmap.MsgRemoveMarketsResponse.decode(remove("FOO/USD").data);
    expect(removed.deletedMarkets).toEqual(["FOO/USD"]);
    expect(w.k.prices.marketMap.has("FOO/USD")).toBe(false);
  });

  it("reports what an upsert created", () => {
    const w = new CosmosWorld();
    create(w, [market("FOO")]);
    const outcome = w.run(`${PACKAGE}.MsgUpsertMarkets`, {
      authority: GOV_ADDRESS,
      markets: [market("FOO"), market("BAR")],
    });
    expect(slinkyMarketmap.MsgUpsertMarketsResponse.decode(outcome.data).marketUpdates).toEqual({
      "FOO/USD": false,
      "BAR/USD": true,
    });
  });

  it("refuses strangers, malformed markets and dangling normalisation", () => {
    const w = new CosmosWorld();
    expect(create(w, [market("FOO")], ALICE).code).toBe(1);
    expect(create(w, []).code).toBe(1);
    expect(create(w, [market("foo")]).code).toBe(1);
    expect(create(w, [market("FOO"), market("FOO")]).code).toBe(1);
    expect(create(w, [market("FOO", { enabled: true, minProviderCount: 2n })]).code).toBe(1);
    const dangling = market("FOO");
    const [provider] = dangling.providerConfigs;
    if (provider !== undefined) provider.normalizeByPair = { Base: "NOPE", Quote: "USD" };
    expect(create(w, [dangling]).log).toContain("was not found in the marketmap");
    expect(w.k.prices.marketMap.has("FOO/USD")).toBe(false);
  });

  it("lets the admin remove authorities and governance set parameters", () => {
    const w = new CosmosWorld();
    const params = { marketAuthorities: [GOV_ADDRESS, ALICE], admin: ALICE };
    expect(w.run(`${PACKAGE}.MsgParams`, { authority: ALICE, params }).code).toBe(1);
    expect(w.run(`${PACKAGE}.MsgParams`, { authority: GOV_ADDRESS, params }).code).toBe(0);
    expect(create(w, [market("FOO")], ALICE).code).toBe(0);
    const drop = { removeAddresses: [ALICE], admin: ALICE };
    expect(w.run(`${PACKAGE}.MsgRemoveMarketAuthorities`, drop).code).toBe(0);
    expect(create(w, [market("BAR")], ALICE).code).toBe(1);
  });
});

describe("app §1.9: what a transaction may not update", () => {
  const tx = (markets: slinkyMarketmap.Market[], extra = 0) =>
    ({
      messages: [
        {
          typeUrl: `${PACKAGE}.MsgUpsertMarkets`,
          value: { authority: GOV_ADDRESS, markets },
        },
        ...Array(extra).fill({ typeUrl: "/cosmos.bank.v1beta1.MsgSend" }),
      ],
    }) as unknown as Transaction;
  const codeOf = (w: CosmosWorld, ...args: Parameters<typeof tx>) =>
    marketMapRejection(w.k, tx(...args))?.code;

  it("judges each market", () => {
    const w = new CosmosWorld();
    expect(codeOf(w, [market("BTC", { enabled: true })]), "cross perpetual").toBe(501);
    expect(codeOf(w, [market("USDT", { enabled: true })]), "USDT").toBe(501);
    expect(codeOf(w, [market("NEW", { enabled: true })]), "new and enabled").toBe(504);
    expect(codeOf(w, [market("NEW")]), "new and disabled").toBeUndefined();
    expect(codeOf(w, [market("EIGEN")]), "enabled flag changes").toBe(502);
    expect(codeOf(w, [market("EIGEN", { enabled: true })]), "isolated market").toBeUndefined();
    expect(codeOf(w, [market("NEW")], 1), "with another message").toBe(18);
  });
});
