import type { PerpetualMarketRow } from "@perpetua/db";
import { formatDecimal } from "../decimal/decimal.js";
import type { EventPosition } from "../decode/blockEvent.js";
import type { HandlerContext } from "../handlers/context.js";
import type { FillSide } from "../handlers/fillSide.js";
import { stateError } from "../model/blockError.js";
import type { TradeOutput } from "../output.js";

/** Fill types of a taker under which the public sees a trade. */
const TRADE_TYPES = new Set(["LIMIT", "LIQUIDATED", "DELEVERAGED", "TWAP_SUBORDER"]);

/** The trade that a taker's fill stands for (trades topic, candles). */
export function tradeOutput(
  { state }: HandlerContext,
  match: { readonly event: EventPosition; readonly perpetual: PerpetualMarketRow },
  fill: FillSide,
): TradeOutput {
  if (!TRADE_TYPES.has(fill.type)) throw stateError(`a fill of type ${fill.type} is no trade`);
  const size = formatDecimal(fill.size);
  const price = formatDecimal(fill.price);
  return {
    clobPairId: Number(match.perpetual.clobPairId),
    ticker: match.perpetual.ticker,
    size,
    price,
    content: {
      id: match.event.eventId,
      size,
      price,
      side: fill.side,
      createdAt: state.time.toISOString(),
      type: fill.type,
    },
  };
}
