"use client";

import { cx } from "../../components/cx";
import { useApp, useFeed, useNow, useT } from "../../lib/app/context";
import { useMarkets } from "../../lib/app/useAccount";
import { abs } from "../../lib/decimal/dec";
import { formatPercent, formatPrice, formatSignedUsd, formatSize } from "../../lib/decimal/format";
import { ClosePopover } from "../tables/ClosePopover";
import { goodTil, orderName, useOpenOrders } from "../tables/OpenOrdersTable";
import { type PositionFigures, SideTag, toneOf, usePositions } from "../tables/PositionsTable";
import { useEmptyState } from "../tables/useTableState";

export function PhonePosition({ ticker }: { ticker: string }) {
  const row = usePositions().find((position) => position.market.ticker === ticker);
  return row ? <PositionCard row={row} /> : null;
}

/** All positions as cards, or why there are none. */
export function PhonePositions() {
  const t = useT();
  const rows = usePositions();
  const empty = useEmptyState(rows.length, {
    title: t("positions.none"),
    text: t("positions.noneText"),
  });
  if (empty) return <section className="panel">{empty}</section>;
  return (
    <div className="phone-cards">
      {rows.map((row) => (
        <PositionCard key={row.market.ticker} row={row} />
      ))}
    </div>
  );
}

export function PositionCard({ row }: { row: PositionFigures }) {
  const t = useT();
  const { market, position } = row;
  return (
    <section className="panel phone-card" data-testid={`position-${market.ticker}`}>
      <div>
        <p className="phone-card-title">
          {market.ticker} <SideTag size={position.size} leverage={row.leverage} />
        </p>
        <p className="faint">
          {t("phone.positionLine", {
            size: formatSize(abs(position.size), market.step),
            entry: formatPrice(position.entry, market.tick),
            liquidation:
              row.liquidation === null
                ? t("value.none")
                : formatPrice(row.liquidation, market.tick),
          })}
        </p>
      </div>
      <div className="num">
        <p className={cx("phone-card-title", toneOf(row.pnl))}>{formatSignedUsd(row.pnl)}</p>
        <p className={toneOf(row.roi)}>{formatPercent(row.roi, 1, true)}</p>
      </div>
      <ClosePopover row={row} />
    </section>
  );
}

/** Open orders as rows of two lines; a long title is worth more than eight columns here. */
export function PhoneOrders({ ticker }: { ticker?: string }) {
  const t = useT();
  const app = useApp();
  const markets = useMarkets();
  const now = useNow(30_000);
  const canceling = useFeed("account", (a) => a.desk.canceling);
  const all = useOpenOrders();
  const open = all.open.filter((order) => !ticker || order.market === ticker);
  const local = all.local.filter((order) => !ticker || order.market.ticker === ticker);
  if (open.length + local.length === 0) {
    return (
      <section className="panel phone-orders">
        <p className="empty-title">{t("orders.none")}</p>
        <p className="empty-text">{t(ticker ? "phone.ordersNone" : "orders.noneText")}</p>
      </section>
    );
  }
  return (
    <ul className="panel phone-list" data-testid="open-orders">
      {local.map((order) => (
        <li key={order.clientId} className="faint">
          <div>
            <p>
              {orderName({ ...order, timeInForce: order.immediate ? "IOC" : "GTT" }, t)}{" "}
              {formatSize(order.size, order.market.step)}
            </p>
          </div>
          <div className="num">{t(`local.${order.state}`)}</div>
        </li>
      ))}
      {open.map((order) => {
        const market = markets.get(order.market);
        if (!market) return null;
        const busy = canceling.has(order.id);
        return (
          <li key={order.id} data-testid="open-order">
            <div>
              <p>
                <span className={order.side === "BUY" ? "buy" : "sell"}>{orderName(order, t)}</span>{" "}
                {formatSize(order.size, market.step)}
              </p>
              <p className="faint">
                {t("phone.orderLine", { price: formatPrice(order.price, market.tick) })}
                {!ticker && ` · ${order.market}`}
              </p>
            </div>
            <div className="num">
              <p>{t(busy ? "status.canceling" : `order.status.${order.status}`)}</p>
              <p className="faint">{goodTil(order, now, t)}</p>
            </div>
            <button
              type="button"
              className="button small on-panel"
              disabled={busy}
              onClick={() => void app.desk.cancel(order)}
            >
              {t("orders.cancel")}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
