"use client";

import { useEffect, useRef, useState } from "react";
import { useApp, useFeed, useSettings } from "../../lib/app/context";
import type { ChartController, IndicatorName } from "../../lib/chart/ChartController";
import type { ChartLine } from "../../lib/chart/LinesPrimitive";
import { type Dec, dec, decimalsOf, toNumber } from "../../lib/decimal/dec";
import { formatPrice } from "../../lib/decimal/format";
import { parseCandle } from "../../lib/exchange/parse";
import type { Candle, Market } from "../../lib/exchange/types";
import { RESOLUTION_SECONDS, type Resolution } from "../../lib/exchange/wire";
import { useChartLines } from "./useChartLines";

const HISTORY_PAGE = 300;

/** Asked for as soon as this module runs, beside the market list that the chart also waits for. */
const loadController = () => import("../../lib/chart/ChartController");
if (typeof window !== "undefined") void loadController();

interface Props {
  ticker: string;
  resolution: Resolution;
  indicators: readonly IndicatorName[];
  compact: boolean;
}

/** Candles with infinite history and a live last bar; the library loads after the page itself. */
export function CandleChart(props: Props) {
  const market = useFeed("markets", (app) => app.market.markets.get(props.ticker) ?? null);
  // The instance depends on the market's tick only; prices reach it through the feed.
  const known = useRef<Market | null>(null);
  if (market && known.current?.ticker !== market.ticker) known.current = market;
  return known.current ? (
    <LiveChart {...props} market={known.current} />
  ) : (
    <div className="chart-body" aria-busy="true" />
  );
}

function LiveChart({
  ticker,
  resolution,
  indicators,
  compact,
  market,
}: Props & { market: Market }) {
  const app = useApp();
  const { settings, t } = useSettings();
  const container = useRef<HTMLDivElement>(null);
  const legend = useRef<HTMLParagraphElement>(null);
  const [controller, setController] = useState<ChartController | null>(null);
  const { lines, onMoved, onClosed, dragLabel } = useChartLines(market);
  const latest = useRef({ onMoved, onClosed, dragLabel, t });
  latest.current = { onMoved, onClosed, dragLabel, t };

  useEffect(() => {
    let chart: ChartController | null = null;
    let gone = false;
    /** Quotes join only after the bars, which they continue. */
    let quoting = false;
    const span = RESOLUTION_SECONDS[resolution];
    const stops: (() => void)[] = [];
    const scale = { tick: toNumber(market.tick), format: priceFormatter(market.tick) };
    const loadHistory = async (before: Candle): Promise<void> => {
      const toISO = new Date(before.time * 1000).toISOString();
      const page = await app.exchange
        .candles({ ticker, resolution, limit: HISTORY_PAGE, toISO })
        .catch(() => null);
      if (gone || page === null) return;
      if (page.length === 0) chart?.historyEnded();
      else chart?.addHistory(page.map(parseCandle));
    };
    void loadController().then(({ ChartController }) => {
      if (gone || !container.current) return;
      chart = new ChartController(
        container.current,
        {
          needHistory: (before) => void loadHistory(before),
          legend: (candle, average) =>
            legend.current &&
            writeLegend(legend.current, candle, average, scale.format, {
              base: compact ? null : market.base,
              noTrades: latest.current.t("chart.noTrades"),
            }),
          lineMoved: (line, price) => latest.current.onMoved(line, dec(price.toFixed(decimals))),
          lineClosed: (line) => latest.current.onClosed(line),
          dragLabel: (line, price) => latest.current.dragLabel(line, dec(price.toFixed(decimals))),
        },
        scale,
        compact,
      );
      const decimals = decimalsOf(market.tick);
      const quote = () => {
        const { mid, ticker: shown } = app.market;
        if (!quoting || mid === null || shown !== ticker) return;
        const seconds = (Date.now() + app.health.clockOffsetMs) / 1000;
        chart?.quote(toNumber(mid), Math.floor(seconds / span) * span);
      };
      stops.push(
        app.market.candles(ticker, resolution, {
          snapshot: (candles) => {
            chart?.setNewest(candles);
            quoting = true;
            // A calm book may not change for minutes, and a new market has no other bar.
            quote();
          },
          update: (candle) => chart?.update(candle),
        }),
        app.emitter.subscribe("book", quote),
      );
      setController(chart);
    });
    return () => {
      gone = true;
      for (const stop of stops) stop();
      chart?.dispose();
    };
  }, [app, ticker, resolution, market, compact]);

  useEffect(() => {
    const element = legend.current;
    if (!element || !controller) return;
    const observer = new ResizeObserver(() =>
      controller.setLegendHeight(element.offsetTop + element.offsetHeight),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [controller]);
  useEffect(() => controller?.setIndicators(indicators), [controller, indicators]);
  useEffect(() => controller?.setLines(lines), [controller, lines]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: settings change the CSS it reads.
  useEffect(() => {
    const frame = requestAnimationFrame(() => controller?.applyTheme());
    return () => cancelAnimationFrame(frame);
  }, [controller, settings.theme, settings.palette]);

  return (
    <div className="chart-body">
      <p className="legend" ref={legend} aria-hidden="true" />
      <div className="chart-canvas" ref={container} data-testid="chart" />
    </div>
  );
}

const priceFormatter =
  (tick: Dec) =>
  (price: number): string =>
    Number.isFinite(price) ? formatPrice(dec(price.toFixed(decimalsOf(tick))), tick) : "";

/** The legend changes with every pointer move, so it is written straight into the page. */
function writeLegend(
  element: HTMLElement,
  candle: Candle | null,
  average: number | null,
  format: (price: number) => string,
  /** `base`: unit of the volume; null where there is no room for it. */
  words: { base: string | null; noTrades: string },
): void {
  if (!candle) {
    element.replaceChildren();
    return;
  }
  const parts: [string, string, string?][] = [
    ["O", format(candle.open)],
    ["H", format(candle.high)],
    ["L", format(candle.low)],
    ["C", format(candle.close)],
  ];
  const change = candle.open > 0 ? (candle.close / candle.open - 1) * 100 : 0;
  const sign = change > 0 ? "+" : change < 0 ? "\u2212" : "";
  const up = candle.close >= candle.open;
  parts.push(["", `${sign}${Math.abs(change).toFixed(2)}\u202f%`, up ? "buy" : "sell"]);
  const volume = candle.volume.toLocaleString("en", { maximumFractionDigits: 2 });
  if (candle.trades === 0) parts.push([words.noTrades, ""]);
  else if (words.base !== null) parts.push(["Vol", `${volume} ${words.base}`]);
  if (average !== null) parts.push(["MA 20", format(average), "warn"]);
  element.replaceChildren(
    ...parts.map(([label, value, tone]) => {
      const item = document.createElement("span");
      const strong = document.createElement("b");
      strong.textContent = value;
      strong.className = tone ?? (label === "C" ? (up ? "buy" : "sell") : "");
      item.append(`${label} `, strong);
      return item;
    }),
  );
}

export type { ChartLine };
