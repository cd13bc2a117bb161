"use client";

import Link from "next/link";
import { cx } from "../../components/cx";
import { useApp, useFeed, useNow, useT } from "../../lib/app/context";
import { useMarkets } from "../../lib/app/useAccount";
import { div, mul, sub } from "../../lib/decimal/dec";
import {
  formatDuration,
  formatPercent,
  formatPrice,
  formatSize,
  formatUsd,
  MISSING,
} from "../../lib/decimal/format";
import type { Market, Order } from "../../lib/exchange/types";
import { isDone } from "../../lib/feed/AccountFeed";
import type { Translate } from "../../lib/i18n/translate";
import type { LocalOrder } from "../../lib/orders/OrderDesk";
import { useEmptyState } from "./useTableState";

/** Open orders, newest first, after those that are still on their way. */
export function useOpenOrders(): { local: LocalOrder[]; open: Order[] } {
  const orders = useFeed("account", (app) => app.account.orders);
  const local = useFeed("account", (app) => app.desk.local);
  const open = [...orders.values()]
    .filter((order) => !isDone(order))
    .sort((a, b) => b.updatedAtHeight - a.updatedAtHeight);
  return { local: [...local.values()].reverse(), open };
}

export function OpenOrdersTable() {
  const t = useT();
  const markets = useMarkets();
  const { local, open } = useOpenOrders();
  const empty = useEmptyState(local.length + open.length, {
    title: t("orders.none"),
    text: t("orders.noneText"),
  });
  if (empty) return empty;
  return (
    <div className="table-scroll">
      <table className="data" data-testid="open-orders">
        <thead>
          <tr>
            <th>{t("col.market")}</th>
            <th>{t("col.order")}</th>
            <th className="num">{t("col.size")}</th>
            <th className="num">{t("col.filled")}</th>
            <th className="num">{t("col.price")}</th>
            <th className="num">{t("col.distance")}</th>
            <th className="num">{t("col.value")}</th>
            <th>{t("col.status")}</th>
            <th className="num">{t("col.goodTil")}</th>
            <th>
              <span className="visually-hidden">{t("col.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {local.map((order) => (
            <LocalRow key={order.clientId} order={order} />
          ))}
          {open.map((order) => (
            <OpenRow key={order.id} order={order} market={markets.get(order.market) ?? null} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function orderName(
  order: Pick<Order, "side" | "isMarket" | "postOnly" | "timeInForce">,
  t: Translate,
): string {
  const side = order.side === "BUY" ? "buy" : "sell";
  if (order.isMarket) return t(`order.${side}Market`);
  if (order.postOnly) return t(`order.${side}Post`);
  return t(order.timeInForce === "IOC" ? `order.${side}Ioc` : `order.${side}Limit`);
}

/** Not on the chain yet: hatched, and said to be so. */
function LocalRow({ order }: { order: LocalOrder }) {
  const t = useT();
  const { market } = order;
  const shape = { ...order, timeInForce: order.immediate ? ("IOC" as const) : ("GTT" as const) };
  return (
    <tr className="pending">
      <td>{market.ticker}</td>
      <td>{orderName(shape, t)}</td>
      <td className="num">{formatSize(order.size, market.step)}</td>
      <td className="num">{MISSING}</td>
      <td className="num">{order.isMarket ? MISSING : formatPrice(order.price, market.tick)}</td>
      <td className="num">{MISSING}</td>
      <td className="num">{formatUsd(mul(order.size, order.price))}</td>
      <td>{t(`local.${order.state}`)}</td>
      <td className="num">{MISSING}</td>
      <td />
    </tr>
  );
}

function OpenRow({ order, market }: { order: Order; market: Market | null }) {
  const t = useT();
  const app = useApp();
  const now = useNow(30_000);
  const canceling = useFeed("account", (a) => a.desk.canceling.has(order.id));
  const tick = market?.tick;
  const distance =
    market?.oracle && order.price > 0n ? div(sub(order.price, market.oracle), market.oracle) : null;
  return (
    <tr data-testid="open-order">
      <td>
        <Link href={`/trade/${order.market}`}>{order.market}</Link>
      </td>
      <td className={order.side === "BUY" ? "buy" : "sell"}>{orderName(order, t)}</td>
      <td className="num">{market ? formatSize(order.size, market.step) : MISSING}</td>
      <td className="num">{market ? formatSize(order.filled, market.step) : MISSING}</td>
      <td className="num">{tick ? formatPrice(order.price, tick) : MISSING}</td>
      <td className="num quiet">{formatPercent(distance, 2, true)}</td>
      <td className="num">{formatUsd(mul(order.size, order.price))}</td>
      <td className={cx((canceling || order.status === "canceling") && "faint")}>
        {t(canceling ? "status.canceling" : `order.status.${order.status}`)}
      </td>
      <td className="num">{goodTil(order, now, t)}</td>
      <td className="num">
        <button
          type="button"
          className="button small on-panel"
          disabled={canceling}
          onClick={() => void app.desk.cancel(order)}
        >
          {t("orders.cancel")}
        </button>
      </td>
    </tr>
  );
}

export function goodTil(order: Order, now: number, t: Translate): string {
  if (order.goodTilTime !== null && now > 0) {
    const { key, params } = formatDuration(order.goodTilTime - now);
    return t("orders.left", { duration: t(key, params) });
  }
  return order.goodTilBlock === null ? MISSING : t("orders.block", { block: order.goodTilBlock });
}
