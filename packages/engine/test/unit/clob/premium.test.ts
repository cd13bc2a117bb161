import { describe, expect, test } from "vitest";
import { premiumPpm } from "../../../src/clob/index.js";
import { idKey } from "../../../src/perpetuals/index.js";
import { account, BTC, DOLLAR, ONE_BTC, USDC, World } from "./world.js";

const tenths = (n: number) => (BigInt(n) * ONE_BTC) / 10n;

/** Market B with an impact notional of 10,000 USDC and an index price of 30,000 dollars. */
function world(): World {
  const w = new World();
  const tier = w.k.perpetuals.liquidityTiers.get(idKey(0));
  if (tier !== undefined) {
    w.k.perpetuals.liquidityTiers.set(idKey(0), { ...tier, impactNotional: 10_000_000_000n });
  }
  Object.assign(w.k.daemons, { indexPrices: new Map([[BTC, 3_000_000_000n]]) });
  for (let i = 0; i < 4; i++) w.setAccount(account(i), 1_000_000n * USDC);
  return w;
}

describe("clob §13.6 premium", () => {
  test("clob §13 ex. 66", () => {
    const w = world();
    w.place(account(0), "buy", tenths(2), 30_100n * DOLLAR);
    w.place(account(1), "buy", tenths(5), 30_050n * DOLLAR);
    expect(premiumPpm(w.k, BTC)).toBe(2_669n);
  });

  test("clob §13 ex. 67", () => {
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
