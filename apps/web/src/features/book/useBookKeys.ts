"use client";

import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from "react";
import { useApp, useT } from "../../lib/app/context";
import type { BookRow } from "../../lib/book/Book";
import { toText } from "../../lib/decimal/dec";
import { group as grouped } from "../../lib/decimal/format";
import { type BookPlace, rowAt } from "./paintLadder";

interface Canvases {
  asks: RefObject<HTMLCanvasElement | null>;
  bids: RefObject<HTMLCanvasElement | null>;
}

/**
 * The ladder by keyboard: arrows walk away from the spread and back, Enter takes the price (B6).
 */
export function useBookKeys(canvases: Canvases, book: { ticker: string; group: number }) {
  const app = useApp();
  const t = useT();
  const [cursor, setCursor] = useState<BookPlace | null>(null);
  const [spoken, setSpoken] = useState("");

  const levelAt = (place: BookPlace): BookRow | null => {
    const canvas = canvases[place.side].current;
    const { book: shown } = app.market;
    if (!canvas || !shown) return null;
    return rowAt(shown, place, { height: canvas.clientHeight, group: book.group });
  };
  const priceOf = (row: BookRow): string => grouped(app.market.book?.price.text(row.tick) ?? "");

  const walk = (step: 1 | -1): void => {
    const next = cursor === null ? start(step) : stepped(cursor, step);
    const row = levelAt(next);
    if (!row || !app.market.book) return;
    setCursor(next);
    const size = toText(app.market.book.size.toDec(row.size));
    setSpoken(t("book.level", { price: priceOf(row), size }));
  };

  return {
    cursor,
    spoken,
    onKeyDown: (event: KeyboardEvent): void => {
      // The selects and buttons inside keep their own keys.
      if (event.target !== event.currentTarget) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        walk(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && cursor) {
        const row = levelAt(cursor);
        if (row) app.ticket.pickPrice(book.ticker, priceOf(row));
      } else if (event.key === "Escape") {
        setCursor(null);
      }
    },
    onBlur: (event: FocusEvent): void => {
      if (event.target === event.currentTarget) setCursor(null);
    },
  };
}

/** Down enters at the best bid, up at the best ask. */
const start = (step: 1 | -1): BookPlace => ({ side: step > 0 ? "bids" : "asks", index: 0 });

/** One row down or up the screen; the spread is crossed in one step. */
function stepped({ side, index }: BookPlace, step: 1 | -1): BookPlace {
  const outward = side === "bids" ? step : -step;
  if (index + outward >= 0) return { side, index: index + outward };
  return { side: side === "bids" ? "asks" : "bids", index: 0 };
}
