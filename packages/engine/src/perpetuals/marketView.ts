import type { prices } from "@perpetua/protocol";
import { must, pow10 } from "../math/index.js";
import { marketPrice } from "../prices/index.js";
import { baseToQuote, quoteExponent } from "./conversions.js";
import { openInterestMarginFractionPpm } from "./margin.js";
import {
  type LiquidityTier,
  liquidityTierOf,
  type Perpetual,
  type PerpetualsKernel,
} from "./state.js";

/** What margins need of a perpetual, worked out once per oracle price, tier and open interest. */
export interface MarketView {
  readonly params: Perpetual["params"];
  readonly market: prices.MarketPrice;
  readonly tier: LiquidityTier;
  readonly openInterest: bigint;
  /** Quote quantums of q base quantums are `q × factor / divisor`, towards zero. */
  readonly factor: bigint;
  readonly divisor: bigint;
  /** Initial margin fraction scaled by open interest. */
  readonly imfPpm: number;
}

/**
 * The view of a perpetual. PERF: remembered per perpetual and reused while its sources are the very
 * same records, which are immutable; so a revert of the journal needs no invalidation. Open
 * interest only matters to tiers with caps.
 */
export function marketViewOf(k: PerpetualsKernel, perpetual: Perpetual): MarketView {
  const { params, openInterest } = perpetual;
  const market = must(marketPrice(k, params.marketId), "a perpetual has a market");
  const tier = liquidityTierOf(k, perpetual);
  const known = k.perpetuals.views.get(params.id);
  const fresh =
    known !== undefined &&
    known.market === market &&
    known.tier === tier &&
    known.params === params &&
    (tier.openInterestUpperCap === 0n || known.openInterest === openInterest);
  if (fresh) return known;
  const view = createView(perpetual, market, tier);
  k.perpetuals.views.set(params.id, view);
  return view;
}

function createView(
  { params, openInterest }: Perpetual,
  market: prices.MarketPrice,
  tier: LiquidityTier,
): MarketView {
  const exponent = quoteExponent(market.exponent, params.atomicResolution);
  const value = baseToQuote(openInterest, market.price, exponent);
  return {
    params,
    market,
    tier,
    openInterest,
    factor: exponent >= 0 ? market.price * pow10(exponent) : market.price,
    divisor: exponent >= 0 ? 1n : pow10(-exponent),
    imfPpm: Number(openInterestMarginFractionPpm(tier, value)),
  };
}
