"use client";

import type { ReactNode } from "react";
import { cx } from "../../components/cx";
import { useFeed, useT } from "../../lib/app/context";
import { useMarkets } from "../../lib/app/useAccount";
import { neg } from "../../lib/decimal/dec";
import {
  formatPercent,
  formatPrice,
  formatSignedUsd,
  formatSize,
  MISSING,
} from "../../lib/decimal/format";
import { removalReason } from "../../lib/orders/reasons";
import { dateTime, useEndedOrders } from "../tables/HistoryTable";
import { orderName } from "../tables/OpenOrdersTable";
import { toneOf } from "../tables/PositionsTable";
import { usePayments } from "../tables/usePayments";
import { useEmptyState } from "../tables/useTableState";
import { shortAddress } from "../wallet/shortAddress";

/** What has happened, as rows of two lines: nothing to scroll sideways for on 390 px. */
export function PhoneHistory({ name }: { name: "fills" | "funding" | "history" | "transfers" }) {
  if (name === "fills") return <Fills />;
  if (name === "funding") return <Payments />;
  return name === "history" ? <Ended /> : <Transfers />;
}

function Line(props: { title: ReactNode; sub: ReactNode; value: ReactNode; aside: ReactNode }) {
  return (
    <li>
      <div>
        <p>{props.title}</p>
        <p className="faint">{props.sub}</p>
      </div>
      <div className="num">
        <p>{props.value}</p>
        <p className="faint">{props.aside}</p>
      </div>
    </li>
  );
}

function Fills() {
  const t = useT();
  const markets = useMarkets();
  const fills = useFeed("account", (app) => app.account.fills);
  const empty = useEmptyState(fills.length, { title: t("fills.none"), text: t("fills.noneText") });
  if (empty) return empty;
  return (
    <ul className="phone-list two" data-testid="fills">
      {fills.map((fill) => {
        const market = markets.get(fill.market);
        return (
          <Line
            key={fill.id}
            title={
              <>
                <span className={fill.side === "BUY" ? "buy" : "sell"}>
                  {t(fill.side === "BUY" ? "ticket.buy" : "ticket.sell")}
                </span>{" "}
                {market ? formatSize(fill.size, market.step) : MISSING} {fill.market}
              </>
            }
            sub={`${dateTime(fill.time)} · ${t(fill.liquidity === "MAKER" ? "fills.maker" : "fills.taker")}`}
            value={market ? formatPrice(fill.price, market.tick) : MISSING}
            aside={`${t("col.fee")} ${formatSignedUsd(neg(fill.fee))}`}
          />
        );
      })}
    </ul>
  );
}

function Payments() {
  const t = useT();
  const payments = usePayments() ?? [];
  const empty = useEmptyState(payments.length, {
    title: t("payments.none"),
    text: t("payments.noneText"),
  });
  if (empty) return empty;
  return (
    <ul className="phone-list two" data-testid="payments">
      {payments.map((row) => (
        <Line
          key={row.key}
          title={row.market}
          sub={dateTime(row.time)}
          value={<span className={toneOf(row.payment)}>{formatSignedUsd(row.payment)}</span>}
          aside={t("payments.at", { rate: formatPercent(row.rate, 4, true) })}
        />
      ))}
    </ul>
  );
}

function Ended() {
  const t = useT();
  const markets = useMarkets();
  const orders = useEndedOrders();
  const empty = useEmptyState(orders.length, {
    title: t("history.none"),
    text: t("history.noneText"),
  });
  if (empty) return empty;
  return (
    <ul className="phone-list two" data-testid="history">
      {orders.map((order) => {
        const market = markets.get(order.market);
        const reason = removalReason(order.removalReason);
        return (
          <Line
            key={order.id}
            title={
              <>
                <span className={order.side === "BUY" ? "buy" : "sell"}>{orderName(order, t)}</span>{" "}
                {market ? formatSize(order.size, market.step) : MISSING}
              </>
            }
            sub={`${order.market} · ${dateTime(order.updatedAt)}`}
            value={t(`order.status.${order.status}`)}
            aside={reason ? t(reason.key, reason.params) : null}
          />
        );
      })}
    </ul>
  );
}

function Transfers() {
  const t = useT();
  const transfers = useFeed("account", (app) => app.account.transfers);
  const empty = useEmptyState(transfers.length, {
    title: t("transfers.none"),
    text: t("transfers.noneText"),
  });
  if (empty) return empty;
  return (
    <ul className="phone-list two" data-testid="transfers">
      {transfers.map((transfer) => {
        const incoming = transfer.kind === "DEPOSIT" || transfer.kind === "TRANSFER_IN";
        const amount = incoming ? transfer.size : neg(transfer.size);
        return (
          <Line
            key={transfer.key}
            title={t(`transfer.${transfer.kind}`)}
            sub={dateTime(transfer.time)}
            value={<span className={cx(toneOf(amount))}>{formatSignedUsd(amount)}</span>}
            aside={shortAddress(transfer.counterparty)}
          />
        );
      })}
    </ul>
  );
}
