import { assert } from "../math/index.js";
import type { PricesKernel } from "./state.js";

/** Parameters, prices and pairs of oracle markets come together and agree. */
export function checkInvariants(k: PricesKernel): void {
  const { params, prices, pairs } = k.prices;
  for (const [key, { id, pair }] of params.unordered()) {
    assert(key === String(id), `market ${id} is stored under ${key}`);
    const price = prices.get(key);
    assert(price !== undefined && price.id === id, `market ${id} has no price`);
    assert(price.price >= 0n, `price of market ${id} is ${price.price}`);
    assert(pairs.get(pair) === id, `pair ${pair} does not lead to market ${id}`);
  }
  assert(prices.size === params.size, "a price without a market");
  assert(pairs.size === params.size, "a pair without a market");
}
