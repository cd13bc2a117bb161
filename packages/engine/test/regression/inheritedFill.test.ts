import { expect, test } from "vitest";
import { prepareCheckState } from "../../src/clob/index.js";
import { Mode } from "../../src/state/index.js";
import { account, DOLLAR, ONE_BTC, USDC, World } from "../unit/clob/world.js";

/** Found by the simulation (seed 2001, block 336): a fill that no block took stayed on the book. */
test("a replacement forgets the fill of its predecessor when the block does not have it", () => {
  const w = new World();
  const { k } = w;
  w.setAccount(account(0), 1_000_000n * USDC);
  w.setAccount(account(1), 1_000_000n * USDC);
  k.registry.commit();
  const price = 29_000n * DOLLAR;
  const lots = (quarters: bigint) => Number((ONE_BTC * quarters) / 4n / 1_000_000n);
  w.place(account(0), "sell", ONE_BTC, price, { clientId: 1, goodTil: 110 });
  w.place(account(1), "buy", ONE_BTC / 4n, price, { clientId: 2, goodTil: 110 });
  w.place(account(0), "sell", ONE_BTC, price, { clientId: 1, goodTil: 111 });
  expect(w.levels("sell")).toEqual([[price, lots(3n)]]);

  k.registry.rollback();
  k.registry.clearBlockScoped();
  w.setBlock(101, 1_700_000_001);
  k.registry.commit();
  k.mode = Mode.PrepareCheckState;
  prepareCheckState(k);
  // The taker matched anew: one quarter is gone once, not twice.
  expect(w.fills()).toEqual([[1, ONE_BTC / 4n]]);
  expect(w.levels("sell")).toEqual([[price, lots(3n)]]);
});
