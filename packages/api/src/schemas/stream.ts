import { z } from "zod";
import type { candle, candlesResponse } from "./candles.js";
import type { orderbookResponse, perpetualMarketsResponse } from "./markets.js";
import { order } from "./orders.js";
import {
  candleResolution,
  dec,
  eventIdHex,
  fillType,
  isoMs,
  liquidity,
  orderFlags,
  orderSide,
  orderStatus,
  orderType,
  perpetualMarketStatus,
  perpetualMarketType,
  positionSide,
  positionStatus,
  timeInForce,
  tradeType,
  transferType,
  uintString,
  uuidV5,
} from "./scalars.js";
import { parentSubaccount, subaccount } from "./subaccounts.js";
import type { heightResponse } from "./system.js";
import type { tradesResponse } from "./trades.js";

/**
 * Contents of the live streams: the same objects that socks sends (api.md §3.8 snapshots, §3.9
 * updates). They are types, not filters: messages pass through as they were produced.
 */
export const orderbookUpdate = z.object({
  bids: z.array(z.tuple([dec, dec])).optional(),
  asks: z.array(z.tuple([dec, dec])).optional(),
});
export const tradesUpdate = z.object({
  trades: z.array(
    z.object({
      id: eventIdHex,
      size: dec,
      price: dec,
      side: orderSide,
      createdAt: isoMs,
      type: tradeType,
    }),
  ),
});
export const tradingUpdate = z.object({
  id: uintString.optional(),
  clobPairId: uintString.optional(),
  ticker: z.string().optional(),
  marketId: z.int().optional(),
  status: perpetualMarketStatus.optional(),
  quantumConversionExponent: z.int().optional(),
  atomicResolution: z.int().optional(),
  subticksPerTick: z.int().optional(),
  stepBaseQuantums: z.int().optional(),
  marketType: perpetualMarketType.optional(),
  initialMarginFraction: dec.optional(),
  maintenanceMarginFraction: dec.optional(),
  openInterestLowerCap: dec.nullable().optional(),
  openInterestUpperCap: dec.nullable().optional(),
  tickSize: dec.optional(),
  stepSize: dec.optional(),
  priceChange24H: dec.optional(),
  volume24H: dec.optional(),
  trades24H: z.int().optional(),
  nextFundingRate: dec.optional(),
  openInterest: dec.optional(),
  baseOpenInterest: dec.optional(),
  defaultFundingRate1H: dec.nullable().optional(),
});
export const marketsUpdate = z.object({
  trading: z.record(z.string(), tradingUpdate).optional(),
  oraclePrices: z
    .record(
      z.string(),
      z.object({
        oraclePrice: dec,
        effectiveAt: isoMs,
        effectiveAtHeight: uintString,
        marketId: z.int(),
      }),
    )
    .optional(),
});
export const blockHeightUpdate = z.object({ blockHeight: uintString, time: isoMs });

export const positionUpdate = z.object({
  address: z.string(),
  subaccountNumber: z.int(),
  positionId: uuidV5,
  market: z.string(),
  side: positionSide,
  status: positionStatus,
  size: dec,
  maxSize: dec,
  netFunding: dec,
  entryPrice: dec,
  exitPrice: dec.nullable(),
  sumOpen: dec,
  sumClose: dec,
  realizedPnl: dec,
  unrealizedPnl: dec,
});
export const assetPositionUpdate = z.object({
  address: z.string(),
  subaccountNumber: z.int(),
  positionId: uuidV5,
  assetId: uintString,
  symbol: z.string(),
  side: positionSide,
  size: dec,
});
/** Which fields are there depends on what happened to the order (api.md §3.9). */
export const orderUpdate = z.object({
  id: uuidV5,
  subaccountId: uuidV5,
  clientId: uintString,
  clobPairId: uintString,
  status: orderStatus,
  orderFlags,
  ticker: z.string(),
  side: orderSide.optional(),
  size: dec.optional(),
  price: dec.optional(),
  type: orderType.optional(),
  timeInForce: timeInForce.optional(),
  postOnly: z.boolean().optional(),
  reduceOnly: z.boolean().optional(),
  totalFilled: dec.optional(),
  totalOptimisticFilled: dec.optional(),
  goodTilBlock: uintString.nullable().optional(),
  goodTilBlockTime: isoMs.nullable().optional(),
  clientMetadata: uintString.optional(),
  triggerPrice: dec.nullable().optional(),
  removalReason: z.string().optional(),
  createdAt: isoMs.nullable().optional(),
  createdAtHeight: uintString.nullable().optional(),
  updatedAt: isoMs.nullable().optional(),
  updatedAtHeight: uintString.nullable().optional(),
});
export const fillUpdate = z.object({
  id: uuidV5,
  subaccountId: uuidV5,
  side: orderSide,
  liquidity,
  type: fillType,
  clobPairId: uintString,
  size: dec,
  price: dec,
  quoteAmount: dec,
  eventId: eventIdHex,
  transactionHash: z.string(),
  createdAt: isoMs,
  createdAtHeight: uintString,
  orderId: uuidV5.nullable(),
  ticker: z.string(),
  clientMetadata: uintString.nullable(),
  fee: dec,
  affiliateRevShare: dec,
});
const party = z.object({ address: z.string(), subaccountNumber: z.int().optional() });
export const subaccountUpdate = z.object({
  perpetualPositions: z.array(positionUpdate).optional(),
  assetPositions: z.array(assetPositionUpdate).optional(),
  orders: z.array(orderUpdate).optional(),
  fills: z.array(fillUpdate).optional(),
  transfers: z
    .object({
      sender: party,
      recipient: party,
      symbol: z.string(),
      size: dec,
      type: transferType,
      createdAt: isoMs,
      createdAtHeight: uintString,
      transactionHash: z.string(),
    })
    .optional(),
  tradingReward: z
    .object({ tradingReward: dec, createdAtHeight: uintString, createdAt: isoMs })
    .optional(),
  blockHeight: uintString.optional(),
});
/** `{}` for a subaccount that does not exist yet. */
export const subaccountSnapshot = z.object({
  subaccount: subaccount.optional(),
  orders: z.array(order).optional(),
  blockHeight: uintString.optional(),
});

export const parentSubaccountSnapshot = z.object({
  subaccount: parentSubaccount.optional(),
  orders: z.array(order).optional(),
  blockHeight: uintString.optional(),
});
/** What happened to one child of a parent. */
export const parentSubaccountUpdate = z.object({
  subaccountNumber: z.int(),
  contents: subaccountUpdate,
});

/** The first event of a stream is the snapshot, every further one an update. */
export type StreamEvent<Snapshot, Update> =
  | { readonly kind: "snapshot"; readonly contents: Snapshot }
  | { readonly kind: "update"; readonly contents: Update };

export type OrderbookEvent = StreamEvent<
  z.output<typeof orderbookResponse>,
  z.output<typeof orderbookUpdate>
>;
export type TradesEvent = StreamEvent<
  z.output<typeof tradesResponse>,
  z.output<typeof tradesUpdate>
>;
export type CandlesEvent = StreamEvent<z.output<typeof candlesResponse>, z.output<typeof candle>>;
export type MarketsEvent = StreamEvent<
  z.output<typeof perpetualMarketsResponse>,
  z.output<typeof marketsUpdate>
>;
export type BlockHeightEvent = StreamEvent<
  z.output<typeof heightResponse>,
  z.output<typeof blockHeightUpdate>
>;
export type SubaccountEvent = StreamEvent<
  z.output<typeof subaccountSnapshot>,
  z.output<typeof subaccountUpdate>
>;
export type ParentSubaccountEvent = StreamEvent<
  z.output<typeof parentSubaccountSnapshot>,
  z.output<typeof parentSubaccountUpdate>
>;
export type SubaccountSnapshot = z.output<typeof subaccountSnapshot>;

/** The client library sends the id of the last event that it saw when it reconnects. */
const resume = { lastEventId: z.string().nullish() } as const;
const streamAddress = z
  .string()
  .max(90)
  .regex(/^[A-Za-z0-9]+$/);

const market = { ticker: z.string() } as const;
const rows = (count: number) => z.int().min(1).max(1000).default(count);
const candleChannel = { ...market, resolution: candleResolution, limit: rows(1) };
const tradesChannel = { ...market, limit: rows(100) };
const account = {
  address: streamAddress,
  subaccountNumber: z.int().min(0).max(128_000),
} as const;
const parentAccount = {
  address: streamAddress,
  parentSubaccountNumber: z.int().min(0).max(127),
} as const;

export const streamOrderbookInput = z.object({ ...market, ...resume });
export const streamTradesInput = z.object({ ...tradesChannel, ...resume });
export const streamCandlesInput = z.object({ ...candleChannel, ...resume });
export const streamMarketsInput = z.object({ ...resume }).optional();
export const streamBlockHeightInput = z.object({ ...resume }).optional();
export const streamSubaccountInput = z.object({ ...account, ...resume });
export const streamParentSubaccountInput = z.object({ ...parentAccount, ...resume });

/** One channel of a combined feed. */
export const feedChannel = z.discriminatedUnion("channel", [
  z.object({ channel: z.literal("orderbook"), ...market }),
  z.object({ channel: z.literal("trades"), ...tradesChannel }),
  z.object({ channel: z.literal("candles"), ...candleChannel }),
  z.object({ channel: z.literal("markets") }),
  z.object({ channel: z.literal("blockHeight") }),
  z.object({ channel: z.literal("subaccount"), ...account }),
  z.object({ channel: z.literal("parentSubaccount"), ...parentAccount }),
]);
export type FeedChannel = z.output<typeof feedChannel>;
const MOST_CHANNELS = 32;
export const streamFeedInput = z.object({
  channels: z.array(feedChannel).min(1).max(MOST_CHANNELS),
  ...resume,
});

/** An event of a combined feed: the channel's own event and which subscription it answers. */
export type FeedEvent =
  | ({ readonly channel: "orderbook"; readonly ticker: string } & OrderbookEvent)
  | ({ readonly channel: "trades"; readonly ticker: string } & TradesEvent)
  | ({
      readonly channel: "candles";
      readonly ticker: string;
      readonly resolution: z.output<typeof candleResolution>;
    } & CandlesEvent)
  | ({ readonly channel: "markets" } & MarketsEvent)
  | ({ readonly channel: "blockHeight" } & BlockHeightEvent)
  | ({
      readonly channel: "subaccount";
      readonly address: string;
      readonly subaccountNumber: number;
    } & SubaccountEvent)
  | ({
      readonly channel: "parentSubaccount";
      readonly address: string;
      readonly parentSubaccountNumber: number;
    } & ParentSubaccountEvent);
