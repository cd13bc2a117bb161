import { describe, expect, it, test } from "vitest";
import { premiumPpm } from "../../../src/clob/index.js";
import { idKey, premiumVotesToPropose } from "../../../src/perpetuals/index.js";
import { account, BTC, DOLLAR, ONE_BTC, USDC, World } from "./world.js";

const tenths = (n: number) => (BigInt(n) * ONE_BTC) / 10n;

/** Market B with an impact notional of 10,000 USDC and an index price of 30,000 dollars. */
function world(index = 3_000_000_000n): World {
  const w = new World();
  const tier = w.k.perpetuals.liquidityTiers.get(idKey(0));
  if (tier !== undefined) {
    w.k.perpetuals.liquidityTiers.set(idKey(0), { ...tier, impactNotional: 10_000_000_000n });
  }
  w.setPrice(BTC, index);
  setIndex(w, index);
  for (let i = 0; i < 4; i++) w.setAccount(account(i), 1_000_000n * USDC);
  return w;
}

function setIndex(w: World, price: bigint): void {
  Object.assign(w.k.daemons, { indexPrices: new Map([[BTC, price]]) });
}

/**
 * Base quantums over which the impact notional is spread. At an index price of one subtick the
 * premium in ppm shows the impact price with six decimal places.
 */
function expectAccumulated(w: World, quantums: bigint): void {
  setIndex(w, 1n);
  const million = 1_000_000n;
  expect(premiumPpm(w.k, BTC)).toBe((10_000_000_000n * 10n ** 9n * million) / quantums - million);
}

describe("clob §13.6 premium", () => {
  test("clob §13 ex. 66: bids above the index", () => {
    const w = world();
    w.place(account(0), "buy", tenths(2), 30_100n * DOLLAR);
    w.place(account(1), "buy", tenths(5), 30_050n * DOLLAR);
    expect(premiumPpm(w.k, BTC)).toBe(2_669n);
    expectAccumulated(w, 3_324_459_235n);
  });

  test("clob §13 ex. 67: asks below it", () => {
    const w = world();
    w.place(account(0), "sell", tenths(1), 29_900n * DOLLAR);
    w.place(account(1), "sell", tenths(5), 29_950n * DOLLAR);
    expect(premiumPpm(w.k, BTC)).toBe(-2_165n);
  });

  test("no premium: empty book, thin book, maker without collateral, no index price", () => {
    const w = world();
    expect(premiumPpm(w.k, BTC)).toBe(0n);
    w.place(account(0), "sell", tenths(1), 29_900n * DOLLAR);
    expect(premiumPpm(w.k, BTC)).toBe(0n);
    w.place(account(5), "sell", 10n * ONE_BTC, 29_950n * DOLLAR);
    expect(premiumPpm(w.k, BTC)).toBe(0n);
    Object.assign(w.k.daemons, { indexPrices: new Map() });
    expect(premiumPpm(w.k, BTC)).toBeUndefined();
  });
});

type Level = readonly [side: "buy" | "sell", subticks: bigint, quantums: bigint];

describe("risk §14.5 premium votes", () => {
  const G = 2_868_819_524n;
  const ask = (subticks: bigint, quantums: bigint): Level => ["sell", subticks, quantums];
  const bid = (subticks: bigint, quantums: bigint): Level => ["buy", subticks, quantums];
  const book = (levels: readonly Level[]): World => {
    const w = world(G);
    for (const [i, [side, subticks, quantums]] of levels.entries()) {
      expect(w.place(account(i), side, quantums, subticks)).toBeUndefined();
    }
    return w;
  };

  it.each<[name: string, levels: readonly Level[], ppm: number]>([
    [
      "risk §14.5 P1: two bids above the index",
      [
        bid(2_880_000_000n, 2_000_000_000n),
        bid(2_875_000_000n, 10_000_000_000n),
        ask(2_885_000_000n, 10_000_000_000n),
      ],
      3_157,
    ],
    [
      "risk §14.5 P2: a bid smaller than the impact",
      [bid(2_880_000_000n, 2_000_000_000n), ask(2_885_000_000n, 10_000_000_000n)],
      0,
    ],
    [
      "risk §14.5 P3: two asks below the index",
      [
        ask(2_860_000_000n, 3_000_000_000n),
        ask(2_862_000_000n, 10_000_000_000n),
        bid(2_850_000_000n, 10_000_000_000n),
      ],
      -2_975,
    ],
    [
      "risk §14.5 P4: the index inside the spread",
      [bid(2_868_000_000n, 10_000_000_000n), ask(2_869_000_000n, 10_000_000_000n)],
      0,
    ],
    [
      "risk §14.5 P5: an impact price below the index",
      [bid(2_870_000_000n, 100_000_000n), bid(2_860_000_000n, 10_000_000_000n)],
      0,
    ],
    ["risk §14.5 P6: far above", [bid(4_000_000_000n, 10_000_000_000n)], 394_301],
    ["risk §14.5 P7: clamped", [bid(5_000_000_000n, 10_000_000_000n)], 480_000],
  ])("%s", (_name, levels, ppm) => {
    const { k } = book(levels);
    const votes = premiumVotesToPropose(k, (p) => premiumPpm(k, p.params.id));
    expect(votes).toEqual(ppm === 0 ? [] : [{ perpetualId: BTC, premiumPpm: ppm }]);
  });

  it("risk §14.5 P1: accumulated base quantums are rounded up", () => {
    const levels = [bid(2_880_000_000n, 2_000_000_000n), bid(2_875_000_000n, 10_000_000_000n)];
    expectAccumulated(book(levels), 3_474_782_609n);
  });

  it("risk §14.5 P7: before the clamp", () => {
    expect(premiumPpm(book([bid(5_000_000_000n, 10_000_000_000n)]).k, BTC)).toBe(742_877n);
  });
});
