"use client";

import { cx } from "../../components/cx";
import { useFeed, useT } from "../../lib/app/context";
import { useMarkets } from "../../lib/app/useAccount";
import { mul } from "../../lib/decimal/dec";
import {
  formatPrice,
  formatSignedUsd,
  formatSize,
  formatUsd,
  MISSING,
} from "../../lib/decimal/format";
import { dateTime } from "./HistoryTable";
import { toneOf } from "./PositionsTable";
import { useEmptyState } from "./useTableState";

export function FillsTable() {
  const t = useT();
  const markets = useMarkets();
  const fills = useFeed("account", (app) => app.account.fills);
  const empty = useEmptyState(fills.length, { title: t("fills.none"), text: t("fills.noneText") });
  if (empty) return empty;
  return (
    <div className="table-scroll">
      <table className="data" data-testid="fills">
        <thead>
          <tr>
            <th>{t("col.time")}</th>
            <th>{t("col.market")}</th>
            <th>{t("col.side")}</th>
            <th className="num">{t("col.price")}</th>
            <th className="num">{t("col.size")}</th>
            <th className="num">{t("col.value")}</th>
            <th className="num">{t("col.fee")}</th>
            <th>{t("col.liquidity")}</th>
          </tr>
        </thead>
        <tbody>
          {fills.map((fill) => {
            const market = markets.get(fill.market);
            // The wire's fee is a cost; shown as money: paid is negative, a rebate positive.
            const received = -fill.fee as typeof fill.fee;
            return (
              <tr key={fill.id}>
                <td className="faint">{dateTime(fill.time)}</td>
                <td>{fill.market}</td>
                <td className={fill.side === "BUY" ? "buy" : "sell"}>
                  {t(fill.side === "BUY" ? "ticket.buy" : "ticket.sell")}
                </td>
                <td className="num">{market ? formatPrice(fill.price, market.tick) : MISSING}</td>
                <td className="num">{market ? formatSize(fill.size, market.step) : MISSING}</td>
                <td className="num">{formatUsd(mul(fill.price, fill.size))}</td>
                <td className={cx("num", received > 0n && toneOf(received))}>
                  {formatSignedUsd(received)}
                </td>
                <td className="quiet">
                  {t(fill.liquidity === "MAKER" ? "fills.maker" : "fills.taker")}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
