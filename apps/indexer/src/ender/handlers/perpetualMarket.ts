import type { PerpetualMarketRow } from "@perpetua/db";
import { formatDecimal } from "../decimal/decimal.js";
import type { EventOf } from "../decode/blockEvent.js";
import { tradingContents } from "../messages/tradingContents.js";
import { stateError } from "../model/blockError.js";
import type { HandlerContext } from "./context.js";
import { clobPairStatus, marketType } from "./names.js";
import { hourlyRate } from "./units.js";

function announce({ state, output }: HandlerContext, row: PerpetualMarketRow): void {
  state.reference.setPerpetual(row);
  output.markets.push(tradingContents(state.reference, [row]));
}

/** Lists a perpetual market (indexer.md §4.4 perpetual_market v1–v3). */
export function applyPerpetualMarket(
  context: HandlerContext,
  event: EventOf<"perpetual_market">,
): void {
  const { create, marketType: type, defaultFunding8hrPpm } = event.payload;
  if (context.state.reference.perpetuals.get(create.id) !== undefined) {
    throw stateError(`perpetual ${create.id} exists already`);
  }
  announce(context, {
    id: BigInt(create.id),
    clobPairId: BigInt(create.clobPairId),
    ticker: create.ticker,
    marketId: create.marketId,
    status: clobPairStatus(create.status),
    priceChange24H: "0",
    volume24H: "0",
    trades24H: 0,
    nextFundingRate: "0",
    openInterest: "0",
    quantumConversionExponent: create.quantumConversionExponent,
    atomicResolution: create.atomicResolution,
    subticksPerTick: create.subticksPerTick,
    stepBaseQuantums: create.stepBaseQuantums,
    liquidityTierId: create.liquidityTier,
    marketType: marketType(type),
    baseOpenInterest: "0",
    defaultFundingRate1H: rateText(defaultFunding8hrPpm),
  });
}

/** Changes a perpetual; what an older version of the event lacks stays (v1–v3). */
export function applyUpdatePerpetual(
  context: HandlerContext,
  event: EventOf<"update_perpetual">,
): void {
  const { update, marketType: type, defaultFunding8hrPpm } = event.payload;
  const row = context.state.perpetual(update.id);
  announce(context, {
    ...row,
    ticker: update.ticker,
    marketId: update.marketId,
    atomicResolution: update.atomicResolution,
    liquidityTierId: update.liquidityTier,
    marketType: type === undefined ? row.marketType : marketType(type),
    defaultFundingRate1H:
      defaultFunding8hrPpm === undefined
        ? row.defaultFundingRate1H
        : rateText(defaultFunding8hrPpm),
  });
}

/** Changes the order book of a perpetual. */
export function applyUpdateClobPair(
  context: HandlerContext,
  event: EventOf<"update_clob_pair">,
): void {
  const { clobPairId, status, quantumConversionExponent, subticksPerTick, stepBaseQuantums } =
    event.payload;
  announce(context, {
    ...context.state.perpetualOfClobPair(clobPairId),
    status: clobPairStatus(status),
    quantumConversionExponent,
    subticksPerTick,
    stepBaseQuantums,
  });
}

const rateText = (ppm: number | null): string | null =>
  ppm === null ? null : formatDecimal(hourlyRate(ppm));
