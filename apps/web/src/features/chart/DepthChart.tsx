"use client";

import { useEffect, useRef } from "react";
import { useApp, useSettings } from "../../lib/app/context";
import type { Book, BookRow } from "../../lib/book/Book";
import { fade, readTheme } from "../../lib/chart/theme";
import { toNumber } from "../../lib/decimal/dec";
import { formatPrice, group } from "../../lib/decimal/format";

/** How far from the mid the picture reaches on either side. */
const REACH = 0.02;

/** Cumulative depth on both sides of the mid, as steps; hover tells price and size to there. */
export function DepthChart() {
  const app = useApp();
  const { t, settings } = useSettings();
  const canvas = useRef<HTMLCanvasElement>(null);
  const pointer = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme change must repaint.
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const paint = (): void => {
      const { book, market } = app.market;
      if (book && market) draw(element, book, pointer.current, market.base);
    };
    const observer = new ResizeObserver(paint);
    observer.observe(element);
    const leave = app.emitter.subscribe("book", paint);
    const move = (event: PointerEvent): void => {
      pointer.current = event.type === "pointerleave" ? null : event.offsetX;
      paint();
    };
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerleave", move);
    return () => {
      observer.disconnect();
      leave();
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerleave", move);
    };
  }, [app, settings.theme, settings.palette]);
  return (
    <div className="chart-body">
      <canvas ref={canvas} className="chart-canvas" role="img" aria-label={t("chart.depthLabel")} />
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, book: Book, hover: number | null, base: string): void {
  const theme = readTheme();
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext("2d");
  const { bestBid, bestAsk } = book;
  if (!context || bestBid === null || bestAsk === null) return;
  context.scale(ratio, ratio);
  context.font = `11px ${theme.font}`;
  const mid = (bestBid + bestAsk) / 2;
  const reach = mid * REACH;
  const sides = [
    { rows: book.rows("bids", 1, 500), colour: theme.buy },
    { rows: book.rows("asks", 1, 500), colour: theme.sell },
  ].map((side) => ({ ...side, rows: side.rows.filter((r) => Math.abs(r.tick - mid) <= reach) }));
  const most = Math.max(1, ...sides.map((side) => side.rows[side.rows.length - 1]?.total ?? 0));
  const floor = height - 22;
  const x = (tick: number): number => ((tick - mid + reach) / (2 * reach)) * width;
  const y = (total: number): number => floor - (total / most) * (floor - 24);
  for (const side of sides) {
    const edge = side.colour === theme.buy ? 0 : width;
    context.beginPath();
    context.moveTo(x(side.rows[0]?.tick ?? mid), floor);
    let last = floor;
    for (const row of side.rows) {
      context.lineTo(x(row.tick), last);
      last = y(row.total);
      context.lineTo(x(row.tick), last);
    }
    context.lineTo(edge, last);
    context.strokeStyle = side.colour;
    context.lineWidth = 1.5;
    context.stroke();
    context.lineTo(edge, floor);
    context.closePath();
    context.fillStyle = fade(side.colour, 0.14);
    context.fill();
  }
  context.fillStyle = theme.text3;
  context.textAlign = "center";
  const label = (tick: number): string =>
    formatPrice(book.price.toDec(Math.round(tick)), book.price.unit);
  for (const part of [0.12, 0.31, 0.5, 0.69, 0.88]) {
    context.fillText(label(mid - reach + part * 2 * reach), part * width, height - 7);
  }
  if (hover !== null) {
    const tick = mid - reach + (hover / width) * 2 * reach;
    const rows = (tick < mid ? sides[0] : sides[1])?.rows ?? [];
    const inside = rows.filter((row) => (tick < mid ? row.tick >= tick : row.tick <= tick));
    drawHover(context, { hover, width, floor, theme, text: hoverText(book, inside, base) });
  }
}

function hoverText(book: Book, rows: readonly BookRow[], base: string): string {
  const last = rows[rows.length - 1];
  if (!last) return "";
  const size = toNumber(book.size.toDec(last.total));
  const quote = rows.reduce(
    (sum, row) => sum + toNumber(book.price.toDec(row.tick)) * toNumber(book.size.toDec(row.size)),
    0,
  );
  const price = formatPrice(book.price.toDec(last.tick), book.price.unit);
  return `${price}   Σ ${group(size.toFixed(4))} ${base}   $${group(quote.toFixed(0))}`;
}

function drawHover(
  context: CanvasRenderingContext2D,
  at: {
    hover: number;
    width: number;
    floor: number;
    theme: ReturnType<typeof readTheme>;
    text: string;
  },
): void {
  context.strokeStyle = at.theme.text3;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(at.hover + 0.5, 0);
  context.lineTo(at.hover + 0.5, at.floor);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = at.theme.text;
  context.textAlign = at.hover > at.width / 2 ? "right" : "left";
  context.fillText(at.text, at.hover + (at.hover > at.width / 2 ? -8 : 8), 16);
}
