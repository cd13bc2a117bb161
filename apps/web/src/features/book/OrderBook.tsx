"use client";

import { type PointerEvent, useMemo, useRef, useState } from "react";
import { useApp, useFeed, useT } from "../../lib/app/context";
import type { BookSideName } from "../../lib/book/Book";
import { GROUPS } from "../../lib/book/quantizer";
import { type Dec, toText } from "../../lib/decimal/dec";
import { group as grouped } from "../../lib/decimal/format";
import type { Market, Order } from "../../lib/exchange/types";
import { isDone } from "../../lib/feed/AccountFeed";
import { BookMirror } from "./BookMirror";
import { type HoverSum, type PaintState, placeAt, rowAt } from "./paintLadder";
import { SpreadRow } from "./SpreadRow";
import { useBookKeys } from "./useBookKeys";
import { useGrouping } from "./useGrouping";
import { useLadder } from "./useLadder";

/**
 * The ladder: two canvases around the spread row. The price under the pointer at pointer-down is
 * the one that counts, however the book moves until the button is released (Z6).
 */
export function OrderBook({ ticker, rows = 10 }: { ticker: string; rows?: number }) {
  const app = useApp();
  const t = useT();
  const market = useFeed("markets", (a) => a.market.markets.get(ticker) ?? null);
  const loaded = useFeed("book", (a) => a.market.bookAt !== null);
  const orders = useFeed("account", (a) => a.account.orders);
  const [groupIndex, changeGroup] = useGrouping(ticker);
  const [unit, setUnit] = useState<PaintState["unit"]>("base");
  const asks = useRef<HTMLCanvasElement>(null);
  const bids = useRef<HTMLCanvasElement>(null);
  const pressed = useRef<string | null>(null);
  const group = GROUPS[groupIndex] ?? 1;
  const ownTicks = useMemo(() => ticksOf(orders.values(), market), [orders, market]);
  const [sum, setSum] = useState<HoverSum | null>(null);
  const keys = useBookKeys({ asks, bids }, { ticker, group });
  useLadder({ asks, bids }, { group, unit, ownTicks, cursor: keys.cursor }, (next) =>
    // Painted sixty times a second: only a new value is worth a render.
    setSum((known) =>
      known?.average === next?.average && known?.quote === next?.quote ? known : next,
    ),
  );

  const handlers = (side: BookSideName) => ({
    onPointerDown: ({ currentTarget, nativeEvent }: PointerEvent<HTMLCanvasElement>) => {
      const { book } = app.market;
      const place = placeAt(currentTarget, side, nativeEvent.offsetY);
      const row = book && rowAt(book, place, { height: currentTarget.clientHeight, group });
      pressed.current = row ? grouped(book.price.text(row.tick)) : null;
    },
    onClick: () => {
      if (pressed.current) app.ticket.pickPrice(ticker, pressed.current);
    },
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be walked along with arrows.
    <div
      className="book"
      data-testid="book"
      role="group"
      aria-label={t("book.keys")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard's way to the levels (B6).
      tabIndex={0}
      onKeyDown={keys.onKeyDown}
      onBlur={keys.onBlur}
    >
      <p className="visually-hidden" aria-live="polite">
        {keys.spoken}
      </p>
      <div className="book-tools">
        <select
          className="mini-select"
          aria-label={t("book.grouping")}
          value={groupIndex}
          onChange={(event) => changeGroup(Number(event.target.value))}
        >
          {GROUPS.map((size, index) => (
            <option key={size} value={index}>
              {market ? toText((market.tick * BigInt(size)) as Dec) : size}
            </option>
          ))}
        </select>
        <select
          className="mini-select"
          aria-label={t("book.unit")}
          value={unit}
          onChange={(event) => setUnit(event.target.value as PaintState["unit"])}
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
      <SpreadRow sum={sum} />
      <canvas ref={bids} className="ladder" {...handlers("bids")} />
      {!loaded && (
        <p className="ghost-rows" role="status">
          <span className="visually-hidden">{t("book.loading")}</span>
        </p>
      )}
      <BookMirror ticker={ticker} group={group} rows={rows} />
    </div>
  );
}

/** Ticks at which one's own orders rest, for the dots in the book. */
function ticksOf(orders: Iterable<Order>, market: Market | null): PaintState["ownTicks"] {
  const ticks = { bids: new Set<number>(), asks: new Set<number>() };
  for (const order of orders) {
    if (!market || order.market !== market.ticker || isDone(order)) continue;
    ticks[order.side === "BUY" ? "bids" : "asks"].add(Number(order.price / market.tick));
  }
  return ticks;
}
