import { ceilDiv, min, pow10 } from "../math/index.js";
import { getPerpetual, liquidityTierOf } from "../perpetuals/index.js";
import { marketPrice } from "../prices/index.js";
import { UpdateResult } from "../subaccounts/index.js";
import { NONE } from "./book/index.js";
import {
  ACTIVE,
  clobPairOfPerpetual,
  fillQuoteQuantums,
  priceToSubticks,
  type Ratio,
} from "./clobPair.js";
import { fillAmount } from "./fillAmounts.js";
import type { Market } from "./memclob/market.js";
import type { ClobKernel } from "./state.js";
import { collateralResult } from "./stateful/collateral.js";

const MILLION = 1_000_000n;

/**
 * The premium that this node votes for, in ppm, not yet clamped (clob.md §4.8, risk.md §3.5): the
 * impact price of its own book against its own
 * index price. Call it on the committed state: sizes and collateral are the committed ones.
 * Undefined without an index price.
 * ROUNDING: towards zero.
 */
export function premiumPpm(k: ClobKernel, perpetualId: number): bigint | undefined {
  const perpetual = getPerpetual(k, perpetualId);
  const pair = clobPairOfPerpetual(k, perpetualId);
  if (perpetual === undefined || pair === undefined) return undefined;
  const { marketId } = perpetual.params;
  const price = k.daemons.indexPrices.get(marketId);
  const market = marketPrice(k, marketId);
  const book = k.memclob.market(k, pair.id);
  if (price === undefined || price === 0n || market === undefined) return undefined;
  if (pair.status !== ACTIVE || book === undefined) return 0n;
  const index = priceToSubticks(pair, perpetual, price, market.exponent);
  const bids = isAbove(k, book, true, index);
  if (!bids && !isAbove(k, book, false, index)) return 0n;
  const notional = liquidityTierOf(k, perpetual).impactNotional;
  const impact = impactPrice(k, book, bids, notional);
  if (impact === undefined) return 0n;
  const difference = impact.num * index.den - index.num * impact.den;
  if (bids ? difference <= 0n : difference >= 0n) return 0n;
  return (difference * MILLION) / (index.num * impact.den);
}

/** Whether the best price of a side lies beyond the index: a bid above it, an ask below it. */
function isAbove(k: ClobKernel, market: Market, bids: boolean, index: Ratio): boolean {
  const best = market.book.best(bids);
  if (best === NONE) return false;
  const scaled = k.memclob.order(best).subticks * index.den;
  return bids ? scaled > index.num : scaled < index.num;
}

/**
 * Average price at which `notional` could be traded against a side, skipping makers that could not
 * bear their whole order.
 */
function impactPrice(
  k: ClobKernel,
  market: Market,
  bids: boolean,
  notional: bigint,
): Ratio | undefined {
  const best = market.book.best(bids);
  if (notional === 0n) {
    return best === NONE ? undefined : { num: k.memclob.order(best).subticks, den: 1n };
  }
  let left = notional;
  let base = 0n;
  for (let h = best; h !== NONE; h = market.book.after(h)) {
    const order = k.memclob.order(h);
    const remaining = order.quantums - fillAmount(k, order.orderId);
    if (remaining <= 0n) continue;
    if (collateralResult(k, order, remaining) !== UpdateResult.Success) continue;
    const quote = fillQuoteQuantums(market.pair, order.subticks, remaining);
    if (left > quote) {
      base += remaining;
      left -= quote;
      continue;
    }
    // The last order counts in part; the sum is rounded up once.
    base += ceilDiv(remaining * min(left, quote), quote);
    const exponent = market.pair.quantumConversionExponent;
    return exponent > 0
      ? { num: notional, den: base * pow10(exponent) }
      : { num: notional * pow10(-exponent), den: base };
  }
  return undefined;
}
