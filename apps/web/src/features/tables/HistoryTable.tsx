"use client";

import { useFeed, useT } from "../../lib/app/context";
import { useMarkets } from "../../lib/app/useAccount";
import { formatPrice, formatSize, MISSING } from "../../lib/decimal/format";
import type { Order } from "../../lib/exchange/types";
import { isDone } from "../../lib/feed/AccountFeed";
import { dateLocale } from "../../lib/i18n/dateLocale";
import { removalReason } from "../../lib/orders/reasons";
import { orderName } from "./OpenOrdersTable";
import { useEmptyState } from "./useTableState";

/** Orders that have ended, newest first. */
export function useEndedOrders(): Order[] {
  const orders = useFeed("account", (app) => app.account.orders);
  return [...orders.values()]
    .filter(isDone)
    .sort(
      (a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0) || b.updatedAtHeight - a.updatedAtHeight,
    );
}

/** Orders that have ended, with how and why in words (O2). */
export function HistoryTable() {
  const t = useT();
  const markets = useMarkets();
  const rows = useEndedOrders();
  const empty = useEmptyState(rows.length, {
    title: t("history.none"),
    text: t("history.noneText"),
  });
  if (empty) return empty;
  return (
    <div className="table-scroll">
      <table className="data" data-testid="history">
        <thead>
          <tr>
            <th>{t("col.time")}</th>
            <th>{t("col.market")}</th>
            <th>{t("col.order")}</th>
            <th className="num">{t("col.size")}</th>
            <th className="num">{t("col.filled")}</th>
            <th className="num">{t("col.price")}</th>
            <th>{t("col.outcome")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((order) => {
            const market = markets.get(order.market);
            const reason = removalReason(order.removalReason);
            return (
              <tr key={order.id}>
                <td className="faint">{dateTime(order.updatedAt)}</td>
                <td>{order.market}</td>
                <td className={order.side === "BUY" ? "buy" : "sell"}>{orderName(order, t)}</td>
                <td className="num">{market ? formatSize(order.size, market.step) : MISSING}</td>
                <td className="num">{market ? formatSize(order.filled, market.step) : MISSING}</td>
                <td className="num">
                  {order.isMarket ? (
                    <span className="faint">{t("ticket.market")}</span>
                  ) : market ? (
                    formatPrice(order.price, market.tick)
                  ) : (
                    MISSING
                  )}
                </td>
                <td>
                  {t(`order.status.${order.status}`)}
                  {reason && <span className="faint"> · {t(reason.key, reason.params)}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Local, 24 hours; the date only when it is not today. */
export function dateTime(time: number | null): string {
  if (time === null || time === 0) return MISSING;
  const date = new Date(time);
  const clock = date.toTimeString().slice(0, 8);
  const today = new Date().toDateString() === date.toDateString();
  return today
    ? clock
    : `${date.toLocaleDateString(dateLocale(), { month: "short", day: "numeric" })} ${clock}`;
}
