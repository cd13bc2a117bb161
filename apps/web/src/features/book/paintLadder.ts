import type { Book, BookRow, BookSideName } from "../../lib/book/Book";
import { type ChartTheme, fade, readTheme } from "../../lib/chart/theme";
import { add, type Dec, div, mul, toText, ZERO } from "../../lib/decimal/dec";
import { group as grouped } from "../../lib/decimal/format";
import type { Flashes } from "./Flashes";

/** The least height of a row; rows grow a little so that they fill the panel (B1). */
const MIN_ROW_HEIGHT = 20;
const PADDING = 12;
/** Narrower than this there is room for price and size only. */
const COMPACT_WIDTH = 200;
const FONT_PX = 12;

export interface PaintState {
  group: number;
  unit: "base" | "quote";
  ownTicks: { bids: ReadonlySet<number>; asks: ReadonlySet<number> };
  /** The row under the pointer or under the keyboard's cursor. */
  hover: BookPlace | null;
  /** null where the person asked for less motion. */
  flashes: Flashes | null;
  now: number;
}

/** What taking everything down to the hovered row would cost. */
export interface HoverSum {
  average: Dec;
  quote: Dec;
}

/** A row of one half, counted from the spread. */
export interface BookPlace {
  side: BookSideName;
  index: number;
}

const visibleRows = (height: number): number => Math.max(1, Math.floor(height / MIN_ROW_HEIGHT));
const rowHeight = (height: number): number => height / visibleRows(height);

/** Row under a point: asks grow upward from the lower edge, bids downward from the upper. */
export function placeAt(canvas: HTMLCanvasElement, side: BookSideName, y: number): BookPlace {
  const height = canvas.clientHeight;
  const distance = side === "asks" ? height - y : y;
  return { side, index: Math.max(0, Math.floor(distance / rowHeight(height))) };
}

/** The level at a place of a half that is `height` pixels high; null below the last one. */
export function rowAt(
  book: Book,
  { side, index }: BookPlace,
  { height, group }: { height: number; group: number },
): BookRow | null {
  return book.rows(side, group, visibleRows(height))[index] ?? null;
}

/**
 * Paints both halves. PERF: one pass per half over the visible rows; text is drawn last so that
 * it always lies above the bars (B1).
 */
export function paintLadder(
  canvases: { asks: HTMLCanvasElement; bids: HTMLCanvasElement },
  book: Book,
  state: PaintState,
): HoverSum | null {
  const theme = readTheme();
  const halves = (["asks", "bids"] as const).map((side) => {
    const canvas = canvases[side];
    const rows = book.rows(side, state.group, visibleRows(canvas.clientHeight));
    return { side, canvas, rows };
  });
  const most = Math.max(1, ...halves.map(({ rows }) => rows[rows.length - 1]?.total ?? 0));
  for (const half of halves) {
    state.flashes?.note(half.side, half.rows, state.now);
    paintHalf(half, book, state, theme, most);
  }
  const under = halves.find(({ side }) => side === state.hover?.side);
  return under ? hoverSum(under, book, state) : null;
}

function hoverSum(
  half: { rows: readonly BookRow[] },
  book: Book,
  state: PaintState,
): HoverSum | null {
  if (!state.hover || half.rows.length === 0) return null;
  const rows = half.rows.slice(0, state.hover.index + 1);
  const quote = rows.reduce<Dec>(
    (sum, row) => add(sum, mul(book.price.toDec(row.tick), book.size.toDec(row.size))),
    ZERO,
  );
  const total = book.size.toDec(rows[rows.length - 1]?.total ?? 0);
  return total > ZERO ? { average: div(quote, total), quote } : null;
}

function paintHalf(
  half: { side: BookSideName; canvas: HTMLCanvasElement; rows: readonly BookRow[] },
  book: Book,
  state: PaintState,
  theme: ChartTheme,
  most: number,
): void {
  const { canvas, side, rows } = half;
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d");
  if (!context) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const colour = side === "asks" ? theme.sell : theme.buy;
  const row = rowHeight(height);
  const edge = (index: number): number =>
    Math.round(side === "asks" ? height - (index + 1) * row : index * row);
  const hovered = state.hover?.side === side ? state.hover.index : null;

  context.fillStyle = fade(colour, 0.18);
  rows.forEach((level, index) => {
    const bar = (level.total / most) * width;
    context.fillRect(width - bar, edge(index) + 0.5, bar, row - 1);
  });
  if (hovered !== null && rows.length > 0) {
    const last = Math.min(hovered, rows.length - 1);
    const from = Math.min(edge(0), edge(last));
    context.fillStyle = fade(theme.text3, 0.12);
    context.fillRect(0, from, width, (last + 1) * row);
  }
  rows.forEach((level, index) => {
    const glow = state.flashes?.strength(side, level.tick, state.now) ?? 0;
    if (glow === 0) return;
    context.fillStyle = fade(colour, 0.3 * glow);
    context.fillRect(0, edge(index) + 0.5, width, row - 1);
  });
  const compact = width < COMPACT_WIDTH;
  const padding = compact ? PADDING / 2 : PADDING;
  const sizeAt = compact ? width - padding : width * 0.65;
  context.font = `400 ${FONT_PX}px ${theme.font}`;
  context.textBaseline = "middle";
  rows.forEach((level, index) => {
    const y = edge(index) + row / 2 + 0.5;
    context.textAlign = "left";
    context.fillStyle = colour;
    context.fillText(grouped(book.price.text(level.tick)), padding, y);
    context.textAlign = "right";
    context.fillStyle = theme.text;
    context.fillText(amount(book, level, level.size, state.unit), sizeAt, y);
    if (!compact) {
      context.fillStyle = theme.text2;
      context.fillText(amount(book, level, level.total, state.unit), width - padding, y);
    }
    if (isOwn(state, side, level, state.group)) dot(context, theme.accent, padding / 2, y);
  });
}

function amount(book: Book, row: BookRow, steps: number, unit: "base" | "quote"): string {
  const size = book.size.toDec(steps);
  if (unit === "base") return grouped(toText(size, book.size.decimals));
  return grouped(toText(mul(size, book.price.toDec(row.tick)), 0));
}

/** A dot marks rows that hold an own order, also inside a group (B7). */
function isOwn(state: PaintState, side: BookSideName, row: BookRow, group: number): boolean {
  for (const tick of state.ownTicks[side]) {
    const bucket =
      side === "bids" ? Math.floor(tick / group) * group : Math.ceil(tick / group) * group;
    if (bucket === row.tick) return true;
  }
  return false;
}

function dot(context: CanvasRenderingContext2D, colour: string, x: number, y: number): void {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y - 0.5, 2, 0, 2 * Math.PI);
  context.fill();
}
