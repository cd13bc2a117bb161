import { Topic } from "@perpetua/messaging";
import type { ApiDeps } from "../deps.js";
import { ApiError } from "../errors.js";
import type { Candle } from "../schemas/candles.js";
import type {
  BlockHeightEvent,
  CandlesEvent,
  MarketsEvent,
  OrderbookEvent,
  ParentSubaccountEvent,
  SubaccountEvent,
  TradesEvent,
} from "../schemas/stream.js";
import { getCandles } from "../services/candles/getCandles.js";
import { getOrderbook } from "../services/markets/getOrderbook.js";
import { getPerpetualMarkets } from "../services/markets/getPerpetualMarkets.js";
import { requireTicker } from "../services/markets/requireTicker.js";
import { getOrders, getParentOrders } from "../services/orders/getOrders.js";
import { getParentSubaccount } from "../services/subaccounts/getParentSubaccount.js";
import { getSubaccount } from "../services/subaccounts/getSubaccount.js";
import { getHeight } from "../services/system/latestBlock.js";
import { getTrades } from "../services/trades/getTrades.js";
import type { FeedSource } from "./feed.js";
import { channelName } from "./streamHub.js";

/**
 * The channels of api.md §3.4 as feed sources: where the snapshot comes from (§3.8). Updates pass
 * through as the services produced them (§3.9).
 */

function asUpdate<Event extends { readonly kind: string; readonly contents: unknown }>(
  contents: unknown,
): Event {
  return { kind: "update", contents } as unknown as Event;
}

export async function orderbookSource(
  deps: ApiDeps,
  ticker: string,
): Promise<FeedSource<OrderbookEvent>> {
  const market = await requireTicker(deps, ticker);
  return {
    channel: channelName.orderbook(market.clobPairId),
    topic: Topic.orderbooks,
    snapshot: async () => ({ kind: "snapshot", contents: await getOrderbook(deps, { ticker }) }),
    update: asUpdate,
  };
}

export async function tradesSource(
  deps: ApiDeps,
  input: { readonly ticker: string; readonly limit: number },
): Promise<FeedSource<TradesEvent>> {
  const market = await requireTicker(deps, input.ticker);
  return {
    channel: channelName.trades(market.clobPairId),
    topic: Topic.trades,
    snapshot: async () => ({ kind: "snapshot", contents: await getTrades(deps, input) }),
    update: asUpdate,
  };
}

export async function candlesSource(
  deps: ApiDeps,
  input: {
    readonly ticker: string;
    readonly resolution: Candle["resolution"];
    readonly limit: number;
  },
): Promise<FeedSource<CandlesEvent>> {
  const market = await requireTicker(deps, input.ticker);
  return {
    channel: channelName.candles(market.clobPairId, input.resolution),
    topic: Topic.candles,
    snapshot: async () => ({ kind: "snapshot", contents: await getCandles(deps, input) }),
    update: asUpdate,
  };
}

export function marketsSource(deps: ApiDeps): FeedSource<MarketsEvent> {
  return {
    channel: channelName.markets,
    topic: Topic.markets,
    snapshot: async () => ({
      kind: "snapshot",
      contents: await getPerpetualMarkets(deps, { limit: 1000 }),
    }),
    update: asUpdate,
  };
}

export function blockHeightSource(deps: ApiDeps): FeedSource<BlockHeightEvent> {
  return {
    channel: channelName.blockHeight,
    topic: Topic.blockHeight,
    snapshot: async () => ({ kind: "snapshot", contents: await getHeight(deps) }),
    update: asUpdate,
  };
}

/** Best-effort canceled orders are listed for this many blocks after their expiry (§3.8). */
const CANCELED_FOR_BLOCKS = 20;
const OPEN_STATUSES = ["OPEN", "UNTRIGGERED", "BEST_EFFORT_OPENED"] as const;

function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

async function canceledSince(deps: ApiDeps): Promise<{ height: string; after: number }> {
  const { height } = await getHeight(deps);
  return { height, after: Math.max(Number(height) - CANCELED_FOR_BLOCKS, 1) };
}

export function subaccountSource(
  deps: ApiDeps,
  account: { readonly address: string; readonly subaccountNumber: number },
): FeedSource<SubaccountEvent> {
  const { address, subaccountNumber } = account;
  const key = { address, subaccountNumber, limit: 1000 };
  return {
    channel: channelName.subaccount(address, subaccountNumber),
    topic: Topic.subaccounts,
    snapshot: async () => {
      const { height, after } = await canceledSince(deps);
      try {
        const [{ subaccount }, open, canceled] = await Promise.all([
          getSubaccount(deps, key),
          getOrders(deps, { ...key, status: [...OPEN_STATUSES] }),
          getOrders(deps, {
            ...key,
            status: ["BEST_EFFORT_CANCELED"],
            goodTilBlockAfter: after,
          }),
        ]);
        const contents = { subaccount, orders: [...open, ...canceled], blockHeight: height };
        return { kind: "snapshot", contents };
      } catch (error) {
        if (isNotFound(error)) return { kind: "snapshot", contents: {} };
        throw error;
      }
    },
    update: asUpdate,
  };
}

/** A parent with all its children; updates say which child they concern. */
export function parentSubaccountSource(
  deps: ApiDeps,
  parent: { readonly address: string; readonly parentSubaccountNumber: number },
): FeedSource<ParentSubaccountEvent> {
  const { address, parentSubaccountNumber } = parent;
  const key = { address, parentSubaccountNumber, limit: 1000 };
  return {
    channel: channelName.parentSubaccount(address, parentSubaccountNumber),
    topic: Topic.subaccounts,
    snapshot: async () => {
      const { height, after } = await canceledSince(deps);
      try {
        const [{ subaccount }, open, canceled] = await Promise.all([
          getParentSubaccount(deps, key),
          getParentOrders(deps, { ...key, status: [...OPEN_STATUSES] }),
          getParentOrders(deps, {
            ...key,
            status: ["BEST_EFFORT_CANCELED"],
            goodTilBlockAfter: after,
          }),
        ]);
        const contents = { subaccount, orders: [...open, ...canceled], blockHeight: height };
        return { kind: "snapshot", contents };
      } catch (error) {
        if (isNotFound(error)) return { kind: "snapshot", contents: {} };
        throw error;
      }
    },
    update: asUpdate,
  };
}
