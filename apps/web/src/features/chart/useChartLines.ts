"use client";

import { useMemo } from "react";
import { useApp, useFeed, useT } from "../../lib/app/context";
import { useAccountView } from "../../lib/app/useAccount";
import type { ChartLine } from "../../lib/chart/LinesPrimitive";
import { abs, type Dec, div, sub, toNumber } from "../../lib/decimal/dec";
import {
  formatPercent,
  formatPrice,
  formatSignedUsd,
  formatSizeShort,
} from "../../lib/decimal/format";
import type { Market, Order } from "../../lib/exchange/types";
import { isDone } from "../../lib/feed/AccountFeed";
import { roundLiquidation } from "../../lib/risk/liquidation";
import { unrealisedPnl } from "../../lib/risk/position";

interface ChartLines {
  lines: ChartLine[];
  onMoved(line: ChartLine, price: Dec): void;
  onClosed(line: ChartLine): void;
  dragLabel(line: ChartLine, price: Dec): string;
}

/** Position, liquidation and orders of one market as lines on its chart (C5, C6). */
export function useChartLines(shape: Market): ChartLines {
  const app = useApp();
  const t = useT();
  const market = useFeed("markets", (a) => a.market.markets.get(shape.ticker) ?? shape);
  const position = useFeed("account", (a) => a.account.positions.get(shape.ticker) ?? null);
  const orders = useFeed("account", (a) => a.account.orders);
  const { liquidation } = useAccountView();

  const lines = useMemo(() => {
    const result: ChartLine[] = [];
    const line = (id: string, price: Dec, tone: ChartLine["tone"], label: string): ChartLine => ({
      id,
      price: toNumber(price),
      tone,
      label,
      axisText: formatPrice(price, market.tick),
      closable: false,
      draggable: false,
    });
    if (position) {
      const pnl = market.oracle
        ? unrealisedPnl(position.size, market.oracle, position.entry)
        : null;
      const size = formatSizeShort(abs(position.size));
      const key = position.size > 0n ? "chart.long" : "chart.short";
      const label = t(key, { size, pnl: formatSignedUsd(pnl) });
      result.push(line("position", position.entry, "accent", label));
      const at = liquidation(market.ticker);
      if (at.kind === "at") {
        const price = roundLiquidation(at.price, market.tick, position.size);
        result.push(line("liquidation", price, "warn", t("chart.liquidation")));
      }
    }
    for (const order of orders.values()) {
      if (order.market !== market.ticker || isDone(order) || order.isMarket) continue;
      const key = order.side === "BUY" ? "chart.buyLimit" : "chart.sellLimit";
      const label = t(key, { size: formatSizeShort(sub(order.size, order.filled)) });
      const tone = order.side === "BUY" ? "buy" : "sell";
      result.push({
        ...line(order.id, order.price, tone, label),
        closable: true,
        draggable: order.flags === 64,
      });
    }
    return result;
  }, [market, position, orders, liquidation, t]);

  const orderOf = (line: ChartLine): Order | undefined => app.account.orders.get(line.id);
  return {
    lines,
    onMoved: (line, price) => {
      const order = orderOf(line);
      if (order) void app.desk.move(order, market, price);
    },
    onClosed: (line) => {
      const order = orderOf(line);
      if (order) void app.desk.cancel(order);
    },
    dragLabel: (line, price) => {
      const { oracle } = market;
      const distance = oracle ? formatPercent(div(sub(price, oracle), oracle), 2, true) : "";
      return `${line.label} → ${formatPrice(price, market.tick)}  ${distance}`;
    },
  };
}
