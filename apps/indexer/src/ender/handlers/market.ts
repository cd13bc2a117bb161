import type { MarketRow } from "@perpetua/db";
import { oraclePriceUuid } from "@perpetua/protocol";
import { formatDecimal, fromScaled } from "../decimal/decimal.js";
import type { EventOf } from "../decode/blockEvent.js";
import { present, stateError } from "../model/blockError.js";
import type { HandlerContext } from "./context.js";

/** Creates or modifies an oracle market, or sets its price (indexer.md §4.4 market). */
export function applyMarket(context: HandlerContext, event: EventOf<"market">): void {
  const { marketId, marketCreate, marketModify, priceUpdate } = event.payload;
  const { markets } = context.state.reference;
  const existing = markets.get(marketId);
  if (marketCreate !== undefined) {
    if (existing !== undefined) throw stateError(`market ${marketId} exists already`);
    const { pair, minPriceChangePpm } = present(marketCreate.base, "market base");
    const { exponent } = marketCreate;
    markets.set(marketId, { id: marketId, pair, exponent, minPriceChangePpm, oraclePrice: null });
    return;
  }
  if (existing === undefined) throw stateError(`unknown market ${marketId}`);
  if (marketModify !== undefined) {
    const { pair, minPriceChangePpm } = present(marketModify.base, "market base");
    markets.set(marketId, { ...existing, pair, minPriceChangePpm });
  } else {
    const { priceWithExponent } = present(priceUpdate, "price update");
    applyPrice(context, existing, priceWithExponent);
  }
}

function applyPrice(context: HandlerContext, market: MarketRow, priceWithExponent: bigint): void {
  const { state, output } = context;
  const price = formatDecimal(fromScaled(priceWithExponent, market.exponent));
  state.reference.markets.set(market.id, { ...market, oraclePrice: price });
  state.oraclePrices.push({
    id: oraclePriceUuid(market.id, String(state.height)),
    marketId: market.id,
    price,
    effectiveAt: state.time,
    effectiveAtHeight: state.height,
  });
  output.markets.push({
    oraclePrices: {
      [market.pair]: {
        oraclePrice: price,
        effectiveAt: state.time.toISOString(),
        effectiveAtHeight: String(state.height),
        marketId: market.id,
      },
    },
  });
}
