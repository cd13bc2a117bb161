"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Empty } from "../../components/Empty";
import { useApp, useSettings } from "../../lib/app/context";
import { readTheme } from "../../lib/chart/theme";

const ROWS = 168;

/** The hourly funding rate of the last week as bars around zero. */
export function FundingChart({ ticker }: { ticker: string }) {
  const app = useApp();
  const { t, settings } = useSettings();
  const canvas = useRef<HTMLCanvasElement>(null);
  const query = useQuery({
    queryKey: ["funding", ticker],
    queryFn: () => app.exchange.funding(ticker, ROWS),
    staleTime: 60_000,
  });
  const rows = query.data;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a theme change must repaint.
  useEffect(() => {
    const element = canvas.current;
    if (!element || !rows) return;
    const paint = (): void =>
      draw(
        element,
        [...rows].reverse().map((row) => Number(row.rate)),
      );
    const observer = new ResizeObserver(paint);
    observer.observe(element);
    return () => observer.disconnect();
  }, [rows, settings.theme, settings.palette]);
  if (query.isError) {
    return (
      <Empty
        title={t("chart.fundingFailed")}
        action={
          <button type="button" className="button small" onClick={() => void query.refetch()}>
            {t("action.retry")}
          </button>
        }
      />
    );
  }
  if (rows?.length === 0)
    return <Empty title={t("chart.fundingNone")} text={t("chart.fundingNoneText")} />;
  return (
    <div className="chart-body">
      <canvas
        ref={canvas}
        className="chart-canvas"
        role="img"
        aria-label={t("chart.fundingLabel")}
      />
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, rates: readonly number[]): void {
  const theme = readTheme();
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext("2d");
  if (!context) return;
  context.scale(ratio, ratio);
  context.font = `11px ${theme.font}`;
  const most = Math.max(1e-6, ...rates.map(Math.abs));
  const axis = width - 72;
  const zero = height / 2;
  const scale = (height / 2 - 28) / most;
  const slot = axis / Math.max(rates.length, 24);
  rates.forEach((rate, index) => {
    context.fillStyle = rate >= 0 ? theme.buy : theme.sell;
    const bar = Math.max(1, Math.abs(rate) * scale);
    context.fillRect(index * slot + 1, rate >= 0 ? zero - bar : zero, Math.max(1, slot - 2), bar);
  });
  context.fillStyle = theme.text3;
  for (const share of [1, 0.5, 0, -0.5, -1]) {
    const y = zero - share * most * scale;
    context.fillRect(0, Math.round(y), axis, share === 0 ? 1 : 0);
    context.fillText(`${(share * most * 100).toFixed(4)}\u202f%`, axis + 10, y + 4);
  }
}
