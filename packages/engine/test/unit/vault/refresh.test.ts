import { describe, expect, it } from "vitest";
import { findStatefulOrder, OrderFlags } from "../../../src/clob/index.js";
import { vaultAccount, vaultKey } from "../../../src/vault/index.js";
import { BTC } from "../clob/world.js";
import { CosmosWorld } from "../cosmos/world.js";

const INITIAL = [2_147_483_648, 0, 2_155_872_256, 8_388_608];
const FLIPPED = [2_147_483_649, 1, 2_155_872_257, 8_388_609];

/** Ids at their list positions, and the order behind each: when it ends, or that there is none. */
function standing({ k }: CosmosWorld, ids: readonly number[]) {
  return ids.map((clientId) => {
    const id = { subaccountId: vaultAccount(BTC), clientId, orderFlags: OrderFlags.LongTerm };
    return findStatefulOrder(k, { ...id, clobPairId: BTC })?.goodTilBlockTime;
  });
}

const recent = ({ k }: CosmosWorld) => k.vault.recentClientIds.get(vaultKey(BTC));

function movePrice({ k }: CosmosWorld): void {
  const old = k.prices.prices.get("0");
  if (old === undefined) throw new Error("no market 0");
  k.prices.prices.set("0", { ...old, price: old.price + 10_000_000n });
}

/** The first vault orders stand since the end of block 1, at `start`. */
function started(): { w: CosmosWorld; start: number } {
  const w = new CosmosWorld();
  return { w, start: w.k.header.seconds - 1 };
}

describe("app §15 refreshing vault orders", () => {
  it("app §15 V10: unchanged orders are kept until they expire, then placed under flipped ids", () => {
    const { w, start } = started();
    expect(recent(w)).toEqual(INITIAL);
    w.block(58);
    w.block();
    expect(w.k.header.seconds).toBe(start + 60);
    expect(recent(w)).toEqual(INITIAL);
    expect(standing(w, INITIAL)).toEqual(new Array(4).fill(start + 60));
    w.block();
    expect(recent(w)).toEqual(FLIPPED);
    expect(standing(w, INITIAL)).toEqual(new Array(4).fill(undefined));
    expect(standing(w, FLIPPED)).toEqual(new Array(4).fill(start + 120));
  });

  it("app §15 V10: a moved oracle replaces all four; the ids flip back", () => {
    const { w, start } = started();
    w.block(59);
    w.block();
    expect(recent(w)).toEqual(FLIPPED);
    movePrice(w);
    w.block();
    expect(recent(w)).toEqual(INITIAL);
    expect(standing(w, FLIPPED)).toEqual(new Array(4).fill(undefined));
    expect(standing(w, INITIAL)).toEqual(new Array(4).fill(start + 121));
  });

  it("app §15 V10: fewer layers cancel the orders beyond", () => {
    const { w, start } = started();
    const params = w.k.vault.defaultQuotingParams.get();
    if (params === undefined) throw new Error("no quoting parameters");
    w.k.vault.defaultQuotingParams.set({ ...params, layers: 1 });
    w.block();
    expect(recent(w)).toEqual(INITIAL.slice(0, 2));
    expect(standing(w, INITIAL)).toEqual([start + 60, start + 60, undefined, undefined]);
  });
});
