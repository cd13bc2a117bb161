import { describe, expect, it } from "vitest";
import { mustClobPair } from "../../../src/clob/index.js";
import { mustPerpetual } from "../../../src/perpetuals/index.js";
import { marketParam } from "../../../src/prices/index.js";
import { Mode } from "../../../src/state/index.js";
import { CLOSE_ONLY, endBlock, vaultAccount, vaultKey } from "../../../src/vault/index.js";
import { BTC, ETH, USDC } from "../clob/world.js";
import { VaultWorld } from "./vaultWorld.js";

const ADA = 6;
const THOUSAND = 1_000n * USDC;

describe("app §15 vault quotes", () => {
  it.each([
    [
      "app §15 V1: flat",
      0n,
      [
        "ask 5015000000P × 20000000",
        "bid 4985000000P × 20000000",
        "ask 5018000000P × 20000000",
        "bid 4978400000P × 20000000",
      ],
    ],
    [
      "app §15 V2: long",
      40_000_000n,
      [
        "ask 5009000000 × 20000000",
        "bid 4970600000P × 20000000",
        "ask 5012000000 × 20000000",
        "bid 4961600000P × 20000000",
      ],
    ],
    [
      "app §15 V3: short",
      -40_000_000n,
      [
        "ask 5029400000P × 20000000",
        "bid 4991000000 × 20000000",
        "ask 5038400000P × 20000000",
        "bid 4988000000 × 20000000",
      ],
    ],
    [
      "app §15 V4: long 1×, the ask below the oracle",
      200_000_000n,
      [
        "ask 4985000000 × 20000000",
        "bid 4865000000P × 20000000",
        "ask 4988000000 × 20000000",
        "bid 4846400000P × 20000000",
      ],
    ],
  ])("%s", (_name, position, quotes) => {
    const w = new VaultWorld();
    expect(w.quotes(BTC, w.setVault(BTC, THOUSAND, position))).toEqual(quotes);
  });

  it("app §15 V5: rounding", () => {
    const w = new VaultWorld();
    w.setPrice(BTC, 2_868_819_524n);
    const params = w.setVault(BTC, 1_234_567_891n, 30_000_000n);
    expect(w.usdc(vaultAccount(BTC))).toBe(1_234_567_891n - 86_064_585n);
    expect(w.quotes(BTC, params)).toEqual([
      "ask 2876300000 × 43000000",
      "bid 2857600000P × 43000000",
      "ask 2878000000 × 43000000",
      "bid 2853300000P × 43000000",
    ]);
  });

  it("app §15 V6: ETH", () => {
    const w = new VaultWorld();
    w.setPrice(ETH, 1_811_985_252n);
    expect(w.quotes(ETH, w.setVault(ETH, THOUSAND))).toEqual([
      "ask 1817500000P × 55000000",
      "bid 1806500000P × 55000000",
      "ask 1818600000P × 55000000",
      "bid 1804100000P × 55000000",
    ]);
  });

  it("app §15 V7: spread from the market, wide ticks", () => {
    const w = new VaultWorld();
    expect(marketParam(w.k, ADA)?.minPriceChangePpm).toBe(2_500);
    expect(mustClobPair(w.k, ADA).subticksPerTick).toBe(1_000_000);
    expect(mustPerpetual(w.k, ADA).params.atomicResolution).toBe(-5);
    w.setPrice(ADA, 800_000_000n);
    expect(w.quotes(ADA, w.setVault(ADA, 10n * THOUSAND))).toEqual([
      "ask 804000000P × 1250000000",
      "bid 796000000P × 1250000000",
      "ask 804000000P × 1250000000",
      "bid 795000000P × 1250000000",
    ]);
  });

  it.each([
    [
      "app §15 V8: close-only, short",
      -35_000_000n,
      ["bid 4990200000 × 20000000", "bid 4987200000 × 15000000"],
    ],
    [
      "app §15 V8: close-only, long",
      55_000_000n,
      ["ask 5006800000 × 20000000", "ask 5009800000 × 20000000"],
    ],
    ["app §15 V8: close-only, flat", 0n, []],
  ])("%s", (_name, position, quotes) => {
    const w = new VaultWorld();
    expect(w.quotes(BTC, w.setVault(BTC, THOUSAND, position, CLOSE_ONLY))).toEqual(quotes);
  });
});

describe("app §15 vault activation", () => {
  it.each<[name: string, usdc: bigint, position: bigint, orders: number]>([
    ["app §15 V9: a unit below the threshold", THOUSAND - 1n, 0n, 0],
    ["app §15 V9: at the threshold", THOUSAND, 0n, 4],
    ["app §15 V9: 5 USDC with a position", 5n * USDC, 10_000_000n, 4],
  ])("%s", (_name, usdc, position, orders) => {
    const w = new VaultWorld();
    const positions = position === 0n ? {} : { [BTC]: position };
    w.setVault(BTC, THOUSAND, position);
    w.setAccount(vaultAccount(BTC), usdc, positions);
    w.k.mode = Mode.EndBlock;
    endBlock(w.k);
    expect(w.k.vault.recentClientIds.get(vaultKey(BTC)) ?? []).toHaveLength(orders);
    expect(w.k.clob.longTerm.size).toBe(orders);
  });

  it("without a step's worth of size there are no orders", () => {
    const w = new VaultWorld();
    expect(w.quotes(BTC, w.setVault(BTC, 49n * USDC, 0n))).toEqual([]);
    expect(w.quotes(BTC, w.setVault(BTC, 50n * USDC, 0n))).toHaveLength(4);
  });
});
