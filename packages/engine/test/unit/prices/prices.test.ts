import { describe, expect, it } from "vitest";
import {
  aggregatePriceVotes,
  isPriceAccurate,
  priceUpdatesToPropose,
  requiredVotePower,
  validatePriceUpdatesAgainstState,
  weightedMedian,
} from "../../../src/prices/index.js";
import { BTC, createWorld, setPrice } from "../subaccounts/world.js";

const update = (price: bigint) => ({ marketPriceUpdates: [{ marketId: BTC, price }] });

describe("risk §14.8 price updates", () => {
  it.each([
    ["risk §14.8 R1: one short of the minimum change", 2_868_819_524n, 2_871_688_342n, false],
    ["risk §14.8 R1: the minimum change, upwards", 2_868_819_524n, 2_871_688_343n, true],
    ["risk §14.8 R1: the minimum change, downwards", 2_868_819_524n, 2_865_950_705n, true],
    ["risk §14.8 R2: a threshold of 0, no change", 999n, 999n, true],
    ["risk §14.8 R2: a threshold of 0, any price", 999n, 1n, true],
  ])("%s", (_name, old, price, valid) => {
    const k = createWorld();
    setPrice(k, BTC, old);
    const refused = validatePriceUpdatesAgainstState(k, update(price));
    expect(refused?.code).toBe(valid ? undefined : 401);
    const proposed = priceUpdatesToPropose(k, (id) => (id === BTC ? price : undefined));
    // An unchanged price would be valid, but is never proposed.
    expect(proposed).toEqual(valid && price !== old ? update(price) : { marketPriceUpdates: [] });
  });

  it.each([
    ["risk §14.8 R3: between the old price and the index", 103_000n, 104_000n, true],
    ["risk §14.8 R3: beyond the index, the last one near enough", 104_632n, 104_000n, true],
    ["risk §14.8 R3: beyond the index, the first one too far", 104_633n, 104_000n, false],
    ["risk §14.8 R3: away from the index", 99_000n, 104_000n, false],
    ["risk §14.8 R4: index within a tick, as far beyond it", 100_160n, 100_080n, true],
    ["risk §14.8 R4: index within a tick, farther", 100_161n, 100_080n, false],
  ])("%s", (_name, price, index, accurate) => {
    expect(isPriceAccurate(100_000n, price, index, 1_000)).toBe(accurate);
  });
});

type Weighted = readonly (readonly [price: bigint, power: bigint])[];

describe("prices from vote extensions", () => {
  it.each<[name: string, votes: Weighted, price: bigint]>([
    [
      "risk §14.8 R6: three validators",
      [
        [100n, 30n],
        [101n, 20n],
        [103n, 25n],
      ],
      101n,
    ],
    [
      "risk §14.8 R6: two equal ones",
      [
        [100n, 40n],
        [103n, 40n],
      ],
      100n,
    ],
    [
      "app §15 VE1: four",
      [
        [103n, 40n],
        [100n, 10n],
        [102n, 30n],
        [101n, 20n],
      ],
      102n,
    ],
    [
      "app §15 VE1: two equal ones",
      [
        [100n, 50n],
        [200n, 50n],
      ],
      100n,
    ],
    [
      "app §15 VE1: half of an odd total is floored",
      [
        [100n, 49n],
        [200n, 50n],
      ],
      100n,
    ],
  ])("%s", (_name, votes, price) => {
    expect(weightedMedian(votes.map(([p, power]) => ({ price: p, power })))).toBe(price);
    const extensions = votes.map(([p, power]) => ({ power, prices: new Map([[BTC, p]]) }));
    const total = votes.reduce((sum, [, power]) => sum + power, 0n);
    expect(aggregatePriceVotes(extensions, total)).toEqual(update(price));
  });

  it("app §15 VE1: a market needs 0.667 of the bonded stake", () => {
    const votes = (power: bigint) => [{ power, prices: new Map([[BTC, 5n]]) }];
    expect(aggregatePriceVotes(votes(666n), 1_000n)).toEqual({ marketPriceUpdates: [] });
    expect(aggregatePriceVotes(votes(667n), 1_000n)).toEqual(update(5n));
  });

  it("app §15 VE1: required power", () => expect(requiredVotePower(400n)).toBe(267n));

  it("app §15 VE2: a negative or oversized price is never a price", () => {
    for (const price of [-5n, 0n, 2n ** 64n]) {
      const votes = [{ power: 1n, prices: new Map([[BTC, price]]) }];
      expect(aggregatePriceVotes(votes, 1n)).toEqual({ marketPriceUpdates: [] });
    }
  });

  it("markets are sorted by id, whatever the order of the extensions", () => {
    const votes = [
      {
        power: 1n,
        prices: new Map([
          [9, 1n],
          [2, 1n],
        ]),
      },
      {
        power: 1n,
        prices: new Map([
          [2, 1n],
          [9, 1n],
        ]),
      },
    ];
    const ids = aggregatePriceVotes(votes, 2n).marketPriceUpdates.map((u) => u.marketId);
    expect(ids).toEqual([2, 9]);
  });
});
