"use client";

import { useMemo } from "react";
import { useApp, useFeed } from "../../lib/app/context";
import { useAccountState, useFees, useMarkets } from "../../lib/app/useAccount";
import { type Dec, dec, div, max, mul, roundTo, ZERO } from "../../lib/decimal/dec";
import { parseInput } from "../../lib/decimal/format";
import type { Market } from "../../lib/exchange/types";
import { type Level, protectionPrice, sizeForQuote } from "../../lib/risk/orderMath";
import {
  maxOrderSize,
  type OrderDraft,
  type Preview,
  type PreviewContext,
  previewOrder,
} from "../../lib/ticket/preview";
import { findProblems, type Problem, readTyped } from "../../lib/ticket/problems";
import { type Draft, isImmediate } from "../../lib/ticket/TicketStore";

const LEVELS = 200;
/** The preview follows the book ten times a second; typing recomputes at once. */
const PREVIEW_INTERVAL_MS = 100;

export interface TicketModel {
  market: Market;
  draft: Draft;
  order: OrderDraft;
  preview: Preview;
  problems: Problem[];
  maxSize: Dec;
  mid: Dec | null;
  bestBid: Dec | null;
  bestAsk: Dec | null;
}

/** Everything that the ticket shows, computed from what was typed, the book and the account. */
export function useTicket(ticker: string): TicketModel | null {
  const app = useApp();
  const draft = useFeed("ticket", (a) => a.ticket.get(ticker));
  const account = useAccountState();
  const markets = useMarkets();
  const { maker, taker } = useFees();
  const market = markets.get(ticker) ?? null;
  const frame = useFeed("book", (a) =>
    a.market.bookAt === null ? -1 : Math.floor(a.market.bookAt / PREVIEW_INTERVAL_MS),
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: `frame` stands for the book's content.
  return useMemo(() => {
    if (!market) return null;
    const { book, mid } = app.market;
    const levels = bookLevels(app.market.book, draft.side);
    const price = priceOf(draft, market, mid);
    const context: PreviewContext = {
      market,
      markets,
      account,
      levels,
      mid,
      makerRate: maker,
      takerRate: taker,
    };
    const base: OrderDraft = {
      side: draft.side,
      type: draft.type,
      price: price ?? ZERO,
      size: ZERO,
      postOnly: draft.type === "limit" && draft.postOnly,
      reduceOnly: draft.reduceOnly,
      immediate: isImmediate(draft),
    };
    const maxSize = price === null ? ZERO : maxOrderSize(base, context);
    const size = sizeOf(draft, market, { price, levels, maxSize });
    const order = { ...base, size: size ?? ZERO };
    const preview = previewOrder(order, context);
    const bestBid = book?.bestBid == null ? null : book.price.toDec(book.bestBid);
    const bestAsk = book?.bestAsk == null ? null : book.price.toDec(book.bestAsk);
    const problems = findProblems({
      draft: order,
      preview,
      context,
      maxSize,
      typed: { size: readTyped(draft.size), price: readTyped(draft.price) },
      sizeInBase: draft.unit === "base",
      bookAgeSeconds: app.bookAgeMs === null ? null : app.bookAgeMs / 1000,
      bestBid,
      bestAsk,
    });
    return { market, draft, order, preview, problems, maxSize, mid, bestBid, bestAsk };
  }, [app, market, markets, draft, account, maker, taker, frame]);
}

export function bookLevels(
  book: ReturnType<typeof useApp>["market"]["book"],
  side: Draft["side"],
): Level[] {
  if (!book) return [];
  const rows = book.rows(side === "BUY" ? "asks" : "bids", 1, LEVELS);
  return rows.map((row) => ({
    price: book.price.toDec(row.tick),
    size: book.size.toDec(row.size),
  }));
}

function priceOf(draft: Draft, market: Market, mid: Dec | null): Dec | null {
  if (draft.type === "limit") {
    const typed = parseInput(draft.price);
    return typed === null ? null : roundTo(typed, market.tick, "nearest");
  }
  if (mid === null) return null;
  const tolerance = max(parseInput(draft.tolerance) ?? ZERO, ZERO);
  return protectionPrice(draft.side, mid, div(tolerance, dec(100)), market.tick);
}

interface SizeInputs {
  price: Dec | null;
  levels: readonly Level[];
  maxSize: Dec;
}

/** The base size of what was typed in base, quote or per cent, floored to the step. */
function sizeOf(draft: Draft, market: Market, inputs: SizeInputs): Dec | null {
  const typed = parseInput(draft.size);
  if (typed === null) return null;
  if (draft.unit === "base") return roundTo(typed, market.step, "down");
  if (draft.unit === "percent") {
    return roundTo(div(mul(inputs.maxSize, typed), dec(100)), market.step, "down");
  }
  if (draft.type === "market")
    return roundTo(sizeForQuote(inputs.levels, typed), market.step, "down");
  return inputs.price === null || inputs.price === ZERO
    ? null
    : roundTo(div(typed, inputs.price), market.step, "down");
}
