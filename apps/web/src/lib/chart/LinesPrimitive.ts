import type {
  ISeriesPrimitive,
  ISeriesPrimitiveAxisView,
  SeriesAttachedParameter,
  Time,
} from "lightweight-charts";
import type { ChartTheme } from "./theme";

/** A horizontal line with a label: an order, the position's entry, its liquidation price. */
export interface ChartLine {
  id: string;
  price: number;
  tone: "buy" | "sell" | "accent" | "warn";
  label: string;
  axisText: string;
  closable: boolean;
  draggable: boolean;
}

type Target = Parameters<
  NonNullable<
    ReturnType<ReturnType<NonNullable<ISeriesPrimitive<Time>["paneViews"]>>[number]["renderer"]>
  >["draw"]
>[0];

interface LabelBox {
  line: ChartLine;
  x: number;
  /** Middle of the label; near an edge it leaves its line so that it can be read. */
  y: number;
  lineY: number;
  width: number;
  closeX: number;
}

export type LineHit = { line: ChartLine; part: "label" | "close" };

const HEIGHT = 20;
const LEFT = 12;
const CLOSE_WIDTH = 20;
const FONT_SIZE = 11;

/**
 * All lines of the chart in one series primitive (web.md §3.6): dashed lines, labels that never
 * cover each other, price tags on the axis, and hit-testing for dragging and closing.
 */
export class LinesPrimitive implements ISeriesPrimitive<Time> {
  private attachedTo: SeriesAttachedParameter<Time> | null = null;
  private lines: readonly ChartLine[] = [];
  private boxes: LabelBox[] = [];
  /** The legend's lower edge: labels stay below it. */
  private top = 0;
  private height = Number.POSITIVE_INFINITY;
  /** While a line is dragged it is drawn here instead. */
  private dragged: { id: string; price: number; label: string; axisText: string } | null = null;

  constructor(private theme: ChartTheme) {}

  attached(param: SeriesAttachedParameter<Time>): void {
    this.attachedTo = param;
  }

  detached(): void {
    this.attachedTo = null;
  }

  setTheme(theme: ChartTheme): void {
    this.theme = theme;
    this.attachedTo?.requestUpdate();
  }

  setLines(lines: readonly ChartLine[]): void {
    this.lines = lines;
    this.attachedTo?.requestUpdate();
  }

  setTop(top: number): void {
    this.top = top;
    this.attachedTo?.requestUpdate();
  }

  drag(state: { id: string; price: number; label: string; axisText: string } | null): void {
    this.dragged = state;
    this.attachedTo?.requestUpdate();
  }

  hit(x: number, y: number): LineHit | null {
    for (const box of this.boxes) {
      const inside = x >= box.x && x <= box.x + box.width && Math.abs(y - box.y) <= HEIGHT / 2;
      if (!inside) continue;
      const close = box.line.closable && x >= box.closeX;
      return { line: box.line, part: close ? "close" : "label" };
    }
    return null;
  }

  paneViews() {
    return [
      { zOrder: () => "top" as const, renderer: () => ({ draw: (t: Target) => this.draw(t) }) },
    ];
  }

  priceAxisViews(): readonly ISeriesPrimitiveAxisView[] {
    return this.tagged().map((line) => ({
      coordinate: () => this.tagY(line.price) ?? -100,
      text: () => line.axisText,
      textColor: () => this.theme.onSide,
      backColor: () => this.theme[line.tone],
    }));
  }

  /** Tags that would cover one another are left out; the label on the chart still tells. */
  private tagged(): ChartLine[] {
    const taken: number[] = [];
    return this.shown().filter((line) => {
      const y = this.coordinate(line.price);
      if (y === null || taken.some((other) => Math.abs(other - y) < HEIGHT - 2)) return false;
      taken.push(y);
      return true;
    });
  }

  private shown(): ChartLine[] {
    return this.lines.map((line) =>
      line.id === this.dragged?.id ? { ...line, ...this.dragged } : line,
    );
  }

  private isInside(y: number): boolean {
    return y >= 0 && y <= this.height;
  }

  /** A tag at the edge is shown whole. */
  private tagY(price: number): number | null {
    const y = this.coordinate(price);
    if (y === null || !this.isInside(y)) return y;
    return Math.min(Math.max(y, HEIGHT / 2), this.height - HEIGHT / 2);
  }

  private coordinate(price: number): number | null {
    return this.attachedTo?.series.priceToCoordinate(price) ?? null;
  }

  private draw(target: Target): void {
    // biome-ignore lint/correctness/useHookAtTopLevel: the library's method name, not a hook.
    target.useMediaCoordinateSpace(({ context, mediaSize }) => {
      context.save();
      context.font = `500 ${FONT_SIZE}px ${this.theme.font}`;
      context.textBaseline = "middle";
      this.height = mediaSize.height;
      this.boxes = this.layOut(context);
      for (const box of this.boxes) this.drawLine(context, box, mediaSize.width);
      for (const box of this.boxes) this.drawLabel(context, box);
      context.restore();
    });
  }

  /** Labels that would overlap move right instead of covering one another. */
  private layOut(context: CanvasRenderingContext2D): LabelBox[] {
    const boxes: LabelBox[] = [];
    for (const line of this.shown()) {
      const lineY = this.coordinate(line.price);
      if (lineY === null || !this.isInside(lineY)) continue;
      const lowest = this.height - HEIGHT / 2 - 2;
      const y = Math.min(Math.max(lineY, this.top + HEIGHT / 2 + 2), lowest);
      const textWidth = Math.ceil(context.measureText(line.label).width);
      const width = textWidth + 16 + (line.closable ? CLOSE_WIDTH : 0);
      let x = LEFT;
      for (const other of boxes) {
        if (Math.abs(other.y - y) < HEIGHT + 1) x = Math.max(x, other.x + other.width + 4);
      }
      boxes.push({ line, x, y, lineY, width, closeX: x + width - CLOSE_WIDTH });
    }
    return boxes;
  }

  private drawLine(context: CanvasRenderingContext2D, box: LabelBox, width: number): void {
    const y = Math.round(box.lineY) + 0.5;
    context.strokeStyle = this.theme[box.line.tone];
    context.lineWidth = 1;
    context.setLineDash([4, 3]);
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(width, y);
    context.stroke();
    context.setLineDash([]);
  }

  private drawLabel(context: CanvasRenderingContext2D, box: LabelBox): void {
    const colour = this.theme[box.line.tone];
    const top = Math.round(box.y - HEIGHT / 2) + 0.5;
    context.fillStyle = this.theme.panel;
    context.strokeStyle = colour;
    context.beginPath();
    context.roundRect(box.x + 0.5, top, box.width, HEIGHT, 3);
    context.fill();
    context.stroke();
    context.fillStyle = colour;
    context.fillText(box.line.label, box.x + 8, box.y + 0.5);
    if (!box.line.closable) return;
    const cx = box.closeX + CLOSE_WIDTH / 2 - 3;
    context.beginPath();
    context.moveTo(cx - 3, box.y - 3);
    context.lineTo(cx + 3, box.y + 3);
    context.moveTo(cx + 3, box.y - 3);
    context.lineTo(cx - 3, box.y + 3);
    context.stroke();
  }
}
