import { assert } from "../math/index.js";
import { marketPrice } from "../prices/index.js";
import { idKey } from "./keys.js";
import { getLiquidityTier, type PerpetualsKernel, type PremiumStore } from "./state.js";

/**
 * Every perpetual has its market and tier and a non-negative open interest; premium lists hold no
 * zeros and no extra rounds.
 */
export function checkInvariants(k: PerpetualsKernel): void {
  for (const [key, { params, openInterest }] of k.perpetuals.perpetuals.unordered()) {
    assert(key === idKey(params.id), `perpetual ${params.id} is stored under ${key}`);
    assert(openInterest >= 0n, `open interest of perpetual ${params.id} is ${openInterest}`);
    const tier = getLiquidityTier(k, params.liquidityTier);
    assert(tier !== undefined, `perpetual ${params.id} has no liquidity tier`);
    const market = marketPrice(k, params.marketId);
    assert(market !== undefined, `perpetual ${params.id} has no market`);
  }
  checkStore(k, k.perpetuals.votes);
  checkStore(k, k.perpetuals.samples);
}

function checkStore(k: PerpetualsKernel, store: PremiumStore): void {
  const rounds = store.rounds.get() ?? 0;
  for (const [key, premiums] of store.premiums.unordered()) {
    assert(k.perpetuals.perpetuals.has(key), `premiums of unknown perpetual ${key}`);
    assert(
      premiums.length > 0 && premiums.length <= rounds,
      `premiums of ${key} exceed the rounds`,
    );
    assert(!premiums.includes(0), `premiums of ${key} contain a zero`);
  }
}
