"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useApp, useFeed, useSettings } from "../../lib/app/context";
import { GROUPS } from "../../lib/book/quantizer";
import { toText } from "../../lib/decimal/dec";
import { group as grouped } from "../../lib/decimal/format";
import { isDone } from "../../lib/feed/AccountFeed";
import { BookMirror } from "./BookMirror";
import { type BookLayout, type PaintState, paintLadder, rowAt } from "./paintLadder";
import { SpreadRow } from "./SpreadRow";

const GROUPING_KEYS = { "[": -1, "]": 1 } as const;

/** Remembers the grouping per market for the session. */
const groupings = new Map<string, number>();

/**
 * The ladder: two canvases around the spread row, painted in the frame in which data arrived. The
 * price under the pointer at pointer-down is the one that counts (Z6).
 */
export function OrderBook({ ticker, rows }: { ticker: string; rows?: number }) {
  const app = useApp();
  const { t, settings } = useSettings();
  const market = useFeed("markets", (a) => a.market.markets.get(ticker) ?? null);
  const loaded = useFeed("book", (a) => a.market.bookAt !== null);
  const orders = useFeed("account", (a) => a.account.orders);
  const [groupIndex, setGroupIndex] = useState(() => groupings.get(ticker) ?? 0);
  const [unit, setUnit] = useState<"base" | "quote">("base");
  const asks = useRef<HTMLCanvasElement>(null);
  const bids = useRef<HTMLCanvasElement>(null);
  const hover = useRef<{ side: "bids" | "asks"; y: number } | null>(null);
  const pressed = useRef<string | null>(null);
  const group = GROUPS[groupIndex] ?? 1;

  const ownTicks = useMemo(() => {
    const ticks = { bids: new Set<number>(), asks: new Set<number>() };
    for (const order of orders.values()) {
      if (order.market !== ticker || isDone(order) || !market) continue;
      const units = Number(order.price / market.tick);
      ticks[order.side === "BUY" ? "bids" : "asks"].add(units);
    }
    return ticks;
  }, [orders, ticker, market]);

  const state = useRef<PaintState>({ group, unit, ownTicks, hover: null });
  state.current = { group, unit, ownTicks, hover: hover.current };

  // biome-ignore lint/correctness/useExhaustiveDependencies: these repaint; the state is in a ref.
  useEffect(() => {
    const paint = (): void => {
      const { book } = app.market;
      if (!asks.current || !bids.current || !book) return;
      const now = { ...state.current, hover: hover.current };
      paintLadder({ asks: asks.current, bids: bids.current }, book, now);
    };
    paint();
    const observer = new ResizeObserver(paint);
    if (asks.current) observer.observe(asks.current);
    const leave = app.emitter.subscribe("book", paint);
    const onHover = (event: PointerEvent): void => {
      const side = event.currentTarget === asks.current ? "asks" : "bids";
      hover.current = event.type === "pointerleave" ? null : { side, y: event.offsetY };
      paint();
    };
    const canvases = [asks.current, bids.current].filter((c) => c !== null);
    for (const canvas of canvases) {
      canvas.addEventListener("pointermove", onHover);
      canvas.addEventListener("pointerleave", onHover);
    }
    return () => {
      observer.disconnect();
      leave();
      for (const canvas of canvases) {
        canvas.removeEventListener("pointermove", onHover);
        canvas.removeEventListener("pointerleave", onHover);
      }
    };
  }, [app, group, unit, ownTicks, settings.theme, settings.palette, loaded]);

  const changeGroup = (index: number): void => {
    const next = Math.min(GROUPS.length - 1, Math.max(0, index));
    groupings.set(ticker, next);
    setGroupIndex(next);
  };
  useEffect(() => {
    const onKey = (event: Event): void => {
      const step = GROUPING_KEYS[(event as CustomEvent<"[" | "]">).detail];
      changeGroup(groupIndex + step);
    };
    document.addEventListener("perpetua:grouping", onKey);
    return () => document.removeEventListener("perpetua:grouping", onKey);
  });

  const priceAt = (side: "bids" | "asks", canvas: HTMLCanvasElement, y: number): string | null => {
    const { book } = app.market;
    const layout: BookLayout = { height: canvas.clientHeight, side, group };
    const row = book && rowAt(book, layout, y);
    return row ? grouped(book.price.text(row.tick)) : null;
  };
  const handlers = (side: "bids" | "asks") => ({
    onPointerDown: (event: React.PointerEvent<HTMLCanvasElement>) => {
      pressed.current = priceAt(side, event.currentTarget, event.nativeEvent.offsetY);
    },
    onClick: () => {
      if (pressed.current) app.ticket.pickPrice(ticker, pressed.current);
    },
  });

  return (
    <div className="book" data-testid="book">
      <div className="book-tools">
        <select
          className="mini-select"
          aria-label={t("book.grouping")}
          value={groupIndex}
          onChange={(event) => changeGroup(Number(event.target.value))}
        >
          {GROUPS.map((size, index) => (
            <option key={size} value={index}>
              {market ? toText((market.tick * BigInt(size)) as never) : size}
            </option>
          ))}
        </select>
        <select
          className="mini-select"
          aria-label={t("book.unit")}
          value={unit}
          onChange={(event) => setUnit(event.target.value as "base" | "quote")}
        >
          <option value="base">{ticker.split("-")[0]}</option>
          <option value="quote">USD</option>
        </select>
      </div>
      <div className="book-head">
        <span>{t("book.price")}</span>
        <span>{t("book.size")}</span>
        <span>{t("book.sum")}</span>
      </div>
      <canvas ref={asks} className="ladder" {...handlers("asks")} />
      <SpreadRow />
      <canvas ref={bids} className="ladder" {...handlers("bids")} />
      {!loaded && <p className="book-note">{t("book.loading")}</p>}
      <BookMirror ticker={ticker} group={group} rows={rows ?? 10} />
    </div>
  );
}
