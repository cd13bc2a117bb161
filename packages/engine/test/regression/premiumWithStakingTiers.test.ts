import { expect, test } from "vitest";
import { premiumPpm } from "../../src/clob/index.js";
import { feeTiers } from "../../src/feetiers/index.js";
import { idKey } from "../../src/perpetuals/index.js";
import { account, BTC, DOLLAR, ONE_BTC, USDC, World } from "../unit/clob/world.js";

/**
 * Found by the simulation (seed 11, block 37): the premium of a proposal judges makers at their
 * fees; a staking discount made that remember the stake, which committed state refuses.
 */
test("a proposer votes premiums while staking tiers give discounts", () => {
  const w = new World();
  const { k } = w;
  const tier = k.perpetuals.liquidityTiers.get(idKey(0));
  if (tier === undefined) throw new Error("no tier 0");
  k.perpetuals.liquidityTiers.set(idKey(0), { ...tier, impactNotional: 10_000_000_000n });
  const tiers = feeTiers(k).map((t) => ({ ...t, makerFeePpm: 100 }));
  k.feetiers.params.set({ tiers });
  const level = { minStakedBaseTokens: 0n, feeDiscountPpm: 500_000 };
  for (const { name } of tiers) k.feetiers.stakingTiers.set(name, [level]);
  w.setPrice(BTC, 3_000_000_000n);
  Object.assign(k.daemons, { indexPrices: new Map([[BTC, 3_000_000_000n]]) });
  w.setAccount(account(0), 1_000_000n * USDC);
  w.place(account(0), "buy", ONE_BTC, 30_100n * DOLLAR);
  k.registry.commit();

  const premium = k.registry.readCommitted(() => premiumPpm(k, BTC));
  expect(premium).toBe(3_333n);
  expect(k.stats.cachedStake.size).toBe(0);
});
