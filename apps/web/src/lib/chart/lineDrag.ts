import type { IChartApi, ISeriesApi } from "lightweight-charts";
import type { PriceScale } from "./ChartController";
import type { ChartLine, LinesPrimitive } from "./LinesPrimitive";

export interface LineDragEvents {
  lineMoved(line: ChartLine, price: number): void;
  lineClosed(line: ChartLine): void;
  /** Text of a label while it is dragged: price, distance, effect. */
  dragLabel(line: ChartLine, price: number): string;
}

interface Drag {
  line: ChartLine;
  startY: number;
  moved: boolean;
  price: number;
}

const MOVE_THRESHOLD_PX = 3;

/**
 * Drags labels of the chart's lines: snaps to the tick, Esc gives up, release commits. The chart
 * itself stands still meanwhile.
 */
export class LineDrag {
  private active: Drag | null = null;

  constructor(
    private readonly container: HTMLElement,
    private readonly chart: IChartApi,
    private readonly series: ISeriesApi<"Candlestick">,
    private readonly lines: LinesPrimitive,
    private readonly events: LineDragEvents,
    private readonly scale: PriceScale,
  ) {
    container.addEventListener("pointerdown", this.down, true);
    container.addEventListener("pointermove", this.move, true);
    container.addEventListener("pointerup", this.up, true);
    container.addEventListener("pointercancel", this.cancel, true);
    document.addEventListener("keydown", this.key);
  }

  dispose(): void {
    this.container.removeEventListener("pointerdown", this.down, true);
    this.container.removeEventListener("pointermove", this.move, true);
    this.container.removeEventListener("pointerup", this.up, true);
    this.container.removeEventListener("pointercancel", this.cancel, true);
    document.removeEventListener("keydown", this.key);
  }

  private point(event: PointerEvent): { x: number; y: number } {
    const box = this.container.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private readonly down = (event: PointerEvent): void => {
    const { x, y } = this.point(event);
    const hit = this.lines.hit(x, y);
    if (!hit || event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    if (hit.part === "close") {
      this.events.lineClosed(hit.line);
      return;
    }
    if (!hit.line.draggable) return;
    this.active = { line: hit.line, startY: y, moved: false, price: hit.line.price };
    this.container.setPointerCapture(event.pointerId);
    this.freeze(true);
  };

  private readonly move = (event: PointerEvent): void => {
    const { x, y } = this.point(event);
    if (!this.active) {
      const hit = this.lines.hit(x, y);
      const grab = hit && (hit.part === "close" || hit.line.draggable);
      this.container.style.cursor = hit?.part === "close" ? "pointer" : grab ? "ns-resize" : "";
      return;
    }
    event.stopPropagation();
    if (Math.abs(y - this.active.startY) > MOVE_THRESHOLD_PX) this.active.moved = true;
    const raw = this.series.coordinateToPrice(y);
    if (raw === null || !this.active.moved) return;
    const price = Math.max(this.scale.tick, Math.round(raw / this.scale.tick) * this.scale.tick);
    this.active.price = price;
    this.lines.drag({
      id: this.active.line.id,
      price,
      label: this.events.dragLabel(this.active.line, price),
      axisText: this.scale.format(price),
    });
  };

  private readonly up = (event: PointerEvent): void => {
    const drag = this.active;
    if (!drag) return;
    event.stopPropagation();
    this.end();
    if (drag.moved && drag.price !== drag.line.price) this.events.lineMoved(drag.line, drag.price);
  };

  private readonly cancel = (): void => this.end();

  private readonly key = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && this.active) this.end();
  };

  private end(): void {
    this.active = null;
    this.lines.drag(null);
    this.freeze(false);
  }

  private freeze(frozen: boolean): void {
    this.chart.applyOptions({ handleScroll: !frozen, handleScale: !frozen });
  }
}
