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
  /** Revisions of the stores of prices and tiers that the view was found up to date with. */
  pricesRevision: number;
  tiersRevision: number;
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
 * The view of a perpetual. PERF: remembered per perpetual and reused while nothing in its sources
 * changed, or they are still the very same records, which are immutable; so a revert of the journal
 * needs no invalidation. Open interest only matters to tiers with caps.
 */
export function marketViewOf(k: PerpetualsKernel, perpetual: Perpetual): MarketView {
  const { params, openInterest } = perpetual;
  const known = k.perpetuals.views.get(params.id);
  const { prices: pricesStore } = k.prices;
  const { liquidityTiers } = k.perpetuals;
  if (
    known !== undefined &&
    known.params === params &&
    known.pricesRevision === pricesStore.revision &&
    known.tiersRevision === liquidityTiers.revision &&
    (known.tier.openInterestUpperCap === 0n || known.openInterest === openInterest)
  ) {
    return known;
  }
  const market = must(marketPrice(k, params.marketId), "a perpetual has a market");
  const tier = liquidityTierOf(k, perpetual);
  const fresh =
    known !== undefined &&
    known.market === market &&
    known.tier === tier &&
    known.params === params &&
    (tier.openInterestUpperCap === 0n || known.openInterest === openInterest);
  const view = fresh ? known : createView(perpetual, market, tier);
  view.pricesRevision = pricesStore.revision;
  view.tiersRevision = liquidityTiers.revision;
  if (!fresh) k.perpetuals.views.set(params.id, view);
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
    pricesRevision: Number.NaN,
    tiersRevision: Number.NaN,
    params,
    market,
    tier,
    openInterest,
    factor: exponent >= 0 ? market.price * pow10(exponent) : market.price,
    divisor: exponent >= 0 ? 1n : pow10(-exponent),
    imfPpm: Number(openInterestMarginFractionPpm(tier, value)),
  };
}
