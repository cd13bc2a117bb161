import { z } from "zod";
import { pagingCounters } from "./paging.js";
import { height, isoTime, limit, listOf, oneOf, oneOfMessage, page, withRule } from "./rules.js";
import {
  dec,
  decUntrimmed,
  fillType,
  isoMs,
  liquidity,
  marketKind,
  orderSide,
  orderType,
  perpetualMarketType,
  positionSide,
  tradeAction,
  uintString,
  uuidV5,
} from "./scalars.js";
import { parentSubaccountInput, subaccountInput } from "./subaccounts.js";

/** One side of a match (api.md §1.0). */
export const fill = z.object({
  id: uuidV5,
  side: orderSide,
  liquidity,
  type: fillType,
  market: z.string(),
  marketType: marketKind,
  price: dec,
  size: dec,
  fee: dec,
  affiliateRevShare: dec,
  createdAt: isoMs,
  createdAtHeight: uintString,
  orderId: uuidV5.nullable(),
  clientMetadata: uintString.nullable(),
  subaccountNumber: z.int(),
  builderFee: dec.optional(),
  builderAddress: z.string().optional(),
  orderRouterAddress: z.string().optional(),
  orderRouterFee: dec.optional(),
  positionSizeBefore: decUntrimmed.optional(),
  entryPriceBefore: dec.optional(),
  positionSideBefore: positionSide.optional(),
});
export type Fill = z.output<typeof fill>;

const marketSelector = () => ({
  market: withRule(z.string().optional(), "string", "market must be a valid ticker"),
  marketType: oneOf(marketKind, "marketType must be a valid market type (PERPETUAL/SPOT)"),
});
const fillFilters = () => ({
  ...marketSelector(),
  includeTypes: listOf(fillType, oneOfMessage("includeTypes", fillType)),
  excludeTypes: listOf(fillType, oneOfMessage("excludeTypes", fillType)),
  limit: limit(),
  createdBeforeOrAtHeight: height("createdBeforeOrAtHeight"),
  createdBeforeOrAt: isoTime(),
  page: page(),
});

export const fillsInput = z.object({ ...subaccountInput.shape, ...fillFilters() });
export type FillsInput = z.output<typeof fillsInput>;
export const parentFillsInput = z.object({ ...parentSubaccountInput.shape, ...fillFilters() });
export type ParentFillsInput = z.output<typeof parentFillsInput>;
export const fillsResponse = z.object({ fills: z.array(fill), ...pagingCounters });
export type FillsResponse = z.output<typeof fillsResponse>;

/** One computed row of the trade history (api.md §1.9). */
export const tradeHistoryRow = z.object({
  id: z.string(),
  subaccountNumber: z.int(),
  action: tradeAction,
  executionPrice: dec,
  entryPrice: dec,
  side: orderSide,
  positionSide: positionSide.nullable(),
  prevSize: dec,
  additionalSize: dec,
  value: dec,
  orderType: orderType.nullable(),
  netFee: dec,
  netRealizedPnl: dec,
  netRealizedPnlPercent: dec.nullable(),
  time: isoMs,
  orderId: uuidV5.nullable(),
  marketId: z.string(),
  marginMode: perpetualMarketType,
});
export type TradeHistoryRow = z.output<typeof tradeHistoryRow>;

const historyFilters = () => ({ ...marketSelector(), limit: limit(), page: page() });
export const tradeHistoryInput = z.object({ ...subaccountInput.shape, ...historyFilters() });
export type TradeHistoryInput = z.output<typeof tradeHistoryInput>;
export const parentTradeHistoryInput = z.object({
  ...parentSubaccountInput.shape,
  ...historyFilters(),
});
export type ParentTradeHistoryInput = z.output<typeof parentTradeHistoryInput>;
/** The counters are always present here. */
export const tradeHistoryResponse = z.object({
  tradeHistory: z.array(tradeHistoryRow),
  pageSize: z.int(),
  totalResults: z.int(),
  offset: z.int(),
});
export type TradeHistoryResponse = z.output<typeof tradeHistoryResponse>;
