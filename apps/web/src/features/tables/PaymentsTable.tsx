"use client";

import { cx } from "../../components/cx";
import { useT } from "../../lib/app/context";
import { useMarkets } from "../../lib/app/useAccount";
import {
  formatPercent,
  formatPrice,
  formatSignedUsd,
  formatSize,
  MISSING,
} from "../../lib/decimal/format";
import { dateTime } from "./HistoryTable";
import { toneOf } from "./PositionsTable";
import { usePayments } from "./usePayments";
import { useEmptyState } from "./useTableState";

export function PaymentsTable() {
  const t = useT();
  const markets = useMarkets();
  const payments = usePayments() ?? [];
  const empty = useEmptyState(payments.length, {
    title: t("payments.none"),
    text: t("payments.noneText"),
  });
  if (empty) return empty;
  return (
    <div className="table-scroll">
      <table className="data" data-testid="payments">
        <thead>
          <tr>
            <th>{t("col.time")}</th>
            <th>{t("col.market")}</th>
            <th className="num">{t("col.size")}</th>
            <th className="num">{t("stat.oracle")}</th>
            <th className="num">{t("col.rate")}</th>
            <th className="num">{t("col.payment")}</th>
          </tr>
        </thead>
        <tbody>
          {payments.map((row) => {
            const market = markets.get(row.market);
            return (
              <tr key={row.key}>
                <td className="faint">{dateTime(row.time)}</td>
                <td>{row.market}</td>
                <td className="num">{market ? formatSize(row.size, market.step) : MISSING}</td>
                <td className="num">{market ? formatPrice(row.price, market.tick) : MISSING}</td>
                <td className="num quiet">{formatPercent(row.rate, 4, true)}</td>
                <td className={cx("num", toneOf(row.payment))}>{formatSignedUsd(row.payment)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
