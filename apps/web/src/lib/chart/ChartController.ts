import {
  type AutoscaleInfo,
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  createChart,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  type LogicalRange,
  type UTCTimestamp,
} from "lightweight-charts";
import type { Candle } from "../exchange/types";
import { dateLocale } from "../i18n/dateLocale";
import { CandleSeriesData } from "./CandleSeriesData";
import { bollinger, ema, type IndicatorPoint, sma, vwap } from "./indicators";
import { type ChartLine, LinesPrimitive } from "./LinesPrimitive";
import { LineDrag, type LineDragEvents } from "./lineDrag";
import { type ChartTheme, fade, readTheme } from "./theme";

export type IndicatorName = "ma20" | "ema50" | "vwap" | "bands";

export interface ChartEvents extends LineDragEvents {
  /** The user nears the oldest bar that is loaded. */
  needHistory(before: Candle): void;
  /** Bar under the crosshair, or the last one. */
  legend(candle: Candle | null, average: number | null): void;
}

export interface PriceScale {
  tick: number;
  format(price: number): string;
}

const HISTORY_MARGIN = 30;
/** Bars on screen at first; a young market shows fewer, wider ones. */
const VISIBLE_BARS = { least: 40, most: 110 };
const stamp = (seconds: number): UTCTimestamp => seconds as UTCTimestamp;

/** Owns one lightweight-charts instance; React only tells it what changed. */
export class ChartController {
  private readonly chart: IChartApi;
  private readonly bars: ISeriesApi<"Candlestick">;
  private readonly volume: ISeriesApi<"Histogram">;
  private readonly overlays = new Map<string, ISeriesApi<"Line">>();
  private readonly lines: LinesPrimitive;
  private readonly lineDrag: LineDrag;
  private readonly data = new CandleSeriesData();
  private indicators: readonly IndicatorName[] = [];
  private theme: ChartTheme;
  private asked: number | null = null;
  private hovered: number | null = null;

  constructor(
    container: HTMLElement,
    private readonly events: ChartEvents,
    private scale: PriceScale,
    compact: boolean,
  ) {
    this.theme = readTheme();
    this.chart = createChart(container, {
      autoSize: true,
      // The notice and link stand above the chart; the logo option needs inline styles (CSP).
      layout: { attributionLogo: false },
      crosshair: { mode: CrosshairMode.Normal },
      handleScale: { axisPressedMouseMove: { time: true, price: !compact } },
    });
    this.bars = this.chart.addSeries(CandlestickSeries, {
      priceLineStyle: 2,
      autoscaleInfoProvider: (fitted: () => AutoscaleInfo | null) =>
        roomFor(fitted(), this.data.candles.length),
    });
    this.volume = this.chart.addSeries(HistogramSeries, {
      priceScaleId: "volume",
      priceFormat: { type: "volume" },
      lastValueVisible: false,
      priceLineVisible: false,
    });
    this.chart.priceScale("volume").applyOptions({ scaleMargins: { top: 0.87, bottom: 0 } });
    this.lines = new LinesPrimitive(this.theme);
    this.bars.attachPrimitive(this.lines);
    this.lineDrag = new LineDrag(container, this.chart, this.bars, this.lines, events, scale);
    this.applyTheme();
    this.chart.timeScale().subscribeVisibleLogicalRangeChange(this.onRange);
    this.chart.subscribeCrosshairMove((move) => {
      this.hovered = typeof move.time === "number" ? move.time : null;
      this.tellLegend();
    });
  }

  dispose(): void {
    this.lineDrag.dispose();
    this.chart.remove();
  }

  applyTheme(): void {
    this.theme = readTheme();
    const { theme, scale } = this;
    this.chart.applyOptions({
      layout: {
        background: { type: ColorType.Solid, color: theme.panel },
        textColor: theme.text3,
        fontFamily: theme.font,
        fontSize: 11,
        panes: { separatorColor: theme.hairline },
      },
      grid: { vertLines: { visible: false }, horzLines: { color: theme.grid } },
      rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.1, bottom: 0.18 } },
      timeScale: {
        borderVisible: false,
        timeVisible: true,
        secondsVisible: false,
        rightOffset: 6,
        tickMarkFormatter: tickMark,
      },
      crosshair: {
        vertLine: { color: theme.text3, labelBackgroundColor: theme.active },
        horzLine: { color: theme.text3, labelBackgroundColor: theme.active },
      },
      localization: { timeFormatter: localTime, priceFormatter: scale.format },
    });
    this.bars.applyOptions({
      upColor: theme.buy,
      downColor: theme.sell,
      wickUpColor: theme.buy,
      wickDownColor: theme.sell,
      borderVisible: false,
      priceFormat: { type: "custom", minMove: scale.tick, formatter: scale.format },
    });
    for (const [name, series] of this.overlays) series.applyOptions({ color: this.colourOf(name) });
    this.lines.setTheme(theme);
    this.redraw();
  }

  /** A fresh newest page: first load and after every reconnect. */
  setNewest(candles: readonly Candle[]): void {
    const first = this.data.candles.length === 0;
    this.data.merge(candles);
    this.redraw();
    if (first && this.data.candles.length > 0) this.showNewest();
  }

  /** An older page: goes in front without moving what is on screen. */
  addHistory(candles: readonly Candle[]): void {
    const added = this.data.merge(candles);
    if (added <= 0) return;
    const range = this.chart.timeScale().getVisibleLogicalRange();
    this.redraw();
    if (range) {
      const shifted = { from: range.from + added, to: range.to + added };
      this.chart.timeScale().setVisibleLogicalRange(shifted);
    }
    this.asked = null;
  }

  /** No more history exists. */
  historyEnded(): void {
    this.asked = Number.NEGATIVE_INFINITY;
  }

  update(candle: Candle): void {
    if (!this.data.push(candle)) {
      this.redraw();
      return;
    }
    const { candles } = this.data;
    this.drawLast(candles[candles.length - 1] ?? candle);
  }

  /** The middle of the book, for bars in which nobody trades. */
  quote(mid: number, bucket: number): void {
    const first = this.data.candles.length === 0;
    const bar = this.data.quote(mid, bucket);
    if (!bar) return;
    this.drawLast(bar);
    if (first) this.showNewest();
  }

  private drawLast(candle: Candle): void {
    this.bars.update(this.bar(candle));
    this.volume.update(this.volumeBar(candle));
    for (const name of this.indicators) this.drawIndicator(name, true);
    this.tellLegend();
  }

  setIndicators(names: readonly IndicatorName[]): void {
    this.indicators = names;
    const wanted = new Set(
      names.flatMap((name) => (name === "bands" ? ["upper", "lower"] : [name])),
    );
    for (const [name, series] of this.overlays) {
      if (wanted.has(name)) continue;
      this.chart.removeSeries(series);
      this.overlays.delete(name);
    }
    for (const name of names) this.drawIndicator(name, false);
    this.tellLegend();
  }

  setLines(lines: readonly ChartLine[]): void {
    this.lines.setLines(lines);
  }

  /** Pixels at the top that the legend covers. */
  setLegendHeight(pixels: number): void {
    this.lines.setTop(pixels);
  }

  private showNewest(): void {
    const count = this.data.candles.length;
    const shown = Math.min(VISIBLE_BARS.most, Math.max(VISIBLE_BARS.least, count));
    this.chart.timeScale().setVisibleLogicalRange({ from: count - shown, to: count + 5 });
  }

  private redraw(): void {
    this.bars.setData(this.data.candles.map((candle) => this.bar(candle)));
    this.volume.setData(this.data.candles.map((candle) => this.volumeBar(candle)));
    for (const name of this.indicators) this.drawIndicator(name, false);
    this.tellLegend();
  }

  /** A bar without trades is drawn faint: its price is carried over, nobody paid it (C2). */
  private bar(candle: Candle) {
    const { time, open, high, low, close } = candle;
    const faint = fade(this.theme.text3, 0.6);
    const empty = candle.trades === 0 ? { color: faint, wickColor: faint } : {};
    return { time: stamp(time), open, high, low, close, ...empty };
  }

  private volumeBar(candle: Candle) {
    const colour = candle.close >= candle.open ? this.theme.buy : this.theme.sell;
    return { time: stamp(candle.time), value: candle.volume, color: fade(colour, 0.32) };
  }

  private drawIndicator(name: IndicatorName, lastOnly: boolean): void {
    for (const [key, points] of indicatorLines(name, this.data.candles)) {
      const series = this.overlays.get(key) ?? this.addOverlay(key);
      const last = points[points.length - 1];
      if (lastOnly && last) series.update({ time: stamp(last.time), value: last.value });
      else series.setData(points.map(({ time, value }) => ({ time: stamp(time), value })));
    }
  }

  private addOverlay(key: string): ISeriesApi<"Line"> {
    const series = this.chart.addSeries(LineSeries, {
      color: this.colourOf(key),
      lineWidth: 1,
      lastValueVisible: false,
      priceLineVisible: false,
      crosshairMarkerVisible: false,
    });
    this.overlays.set(key, series);
    return series;
  }

  private colourOf(name: string): string {
    if (name === "ma20") return this.theme.warn;
    if (name === "ema50") return this.theme.accent;
    return name === "vwap" ? this.theme.text2 : fade(this.theme.text3, 0.8);
  }

  private readonly onRange = (range: LogicalRange | null): void => {
    const oldest = this.data.candles[0];
    if (!range || !oldest || range.from > HISTORY_MARGIN) return;
    if (this.asked !== null && this.asked <= oldest.time) return;
    this.asked = oldest.time;
    this.events.needHistory(oldest);
  };

  private tellLegend(): void {
    const { candles } = this.data;
    const index =
      this.hovered === null ? -1 : candles.findIndex((candle) => candle.time === this.hovered);
    const at = index >= 0 ? index : candles.length - 1;
    const window = candles.slice(Math.max(0, at - 19), at + 1);
    const showAverage = this.indicators.includes("ma20") && window.length === 20;
    const average = window.reduce((total, candle) => total + candle.close, 0) / 20;
    this.events.legend(candles[at] ?? null, showAverage ? average : null);
  }
}

/** Few bars would fill the whole height and look like a crash; they get 0.5 % of the price. */
function roomFor(fitted: AutoscaleInfo | null, count: number): AutoscaleInfo | null {
  if (!fitted?.priceRange || count >= VISIBLE_BARS.least) return fitted;
  const { minValue, maxValue } = fitted.priceRange;
  const middle = (minValue + maxValue) / 2;
  const half = Math.max((maxValue - minValue) / 2, Math.abs(middle) * 0.0025);
  return { ...fitted, priceRange: { minValue: middle - half, maxValue: middle + half } };
}

function indicatorLines(
  name: IndicatorName,
  candles: readonly Candle[],
): [string, IndicatorPoint[]][] {
  if (name === "ma20") return [["ma20", sma(candles, 20)]];
  if (name === "ema50") return [["ema50", ema(candles, 50)]];
  if (name === "vwap") return [["vwap", vwap(candles)]];
  const { upper, lower } = bollinger(candles, 20, 2);
  return [
    ["upper", upper],
    ["lower", lower],
  ];
}

/** Times on the axis are local; the library itself knows UTC only (web.md §3.6). */
function tickMark(time: unknown, kind: number): string {
  const date = new Date(Number(time) * 1000);
  if (kind === 0) return String(date.getFullYear());
  if (kind === 1) return date.toLocaleDateString(dateLocale(), { month: "short" });
  const midnight = date.getHours() === 0 && date.getMinutes() === 0;
  if (kind === 2 || midnight) {
    return date.toLocaleDateString(dateLocale(), { day: "numeric", month: "short" });
  }
  return clock(date);
}

function localTime(time: unknown): string {
  const date = new Date(Number(time) * 1000);
  return `${date.toLocaleDateString(dateLocale(), { day: "numeric", month: "short" })} ${clock(date)}`;
}

const clock = (date: Date): string =>
  `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
