import { getOrderbookLevels, type PriceLevel } from "@perpetua/messaging";
import { Decimal } from "../../decimal.js";
import type { ApiDeps } from "../../deps.js";
import { notFound } from "../../errors.js";
import type { OrderbookInput, OrderbookResponse } from "../../schemas/markets.js";
import { inTime } from "../inTime.js";

const LEVELS_PER_SIDE = 100;

/** GET /orderbooks/perpetualMarket/:ticker (api.md §1.18): an unknown ticker is a 404 here. */
export async function getOrderbook(
  deps: Pick<ApiDeps, "redis" | "markets">,
  input: OrderbookInput,
): Promise<OrderbookResponse> {
  const market = await deps.markets.byTicker(input.ticker);
  if (market === undefined) {
    throw notFound(`${input.ticker} not found in markets of type PERPETUAL`);
  }
  const book = await inTime(
    getOrderbookLevels(deps.redis, market.ticker, {
      removeZeros: true,
      sortSides: true,
      uncrossBook: true,
      limitPerSide: LEVELS_PER_SIDE,
    }),
  );
  const toLevel = (level: PriceLevel) => ({
    price: level.humanPrice,
    size: Decimal.of(level.quantums, -market.atomicResolution).toString(),
  });
  return { bids: book.bids.map(toLevel), asks: book.asks.map(toLevel) };
}
