"use client";

import { useFeed, useT } from "../../lib/app/context";
import { neg } from "../../lib/decimal/dec";
import { formatSignedUsd } from "../../lib/decimal/format";
import { shortAddress } from "../wallet/shortAddress";
import { dateTime } from "./HistoryTable";
import { toneOf } from "./PositionsTable";
import { useEmptyState } from "./useTableState";

export function TransfersTable() {
  const t = useT();
  const transfers = useFeed("account", (app) => app.account.transfers);
  const empty = useEmptyState(transfers.length, {
    title: t("transfers.none"),
    text: t("transfers.noneText"),
  });
  if (empty) return empty;
  return (
    <div className="table-scroll">
      <table className="data" data-testid="transfers">
        <thead>
          <tr>
            <th>{t("col.time")}</th>
            <th>{t("col.kind")}</th>
            <th className="num">{t("col.amount")}</th>
            <th>{t("col.counterparty")}</th>
            <th>{t("col.transaction")}</th>
          </tr>
        </thead>
        <tbody>
          {transfers.map((transfer) => {
            const incoming = transfer.kind === "DEPOSIT" || transfer.kind === "TRANSFER_IN";
            const amount = incoming ? transfer.size : neg(transfer.size);
            return (
              <tr key={transfer.key}>
                <td className="faint">{dateTime(transfer.time)}</td>
                <td>{t(`transfer.${transfer.kind}`)}</td>
                <td className={`num ${toneOf(amount) ?? ""}`}>{formatSignedUsd(amount)}</td>
                <td title={transfer.counterparty}>{shortAddress(transfer.counterparty)}</td>
                <td className="faint" title={transfer.transactionHash}>
                  {transfer.transactionHash.slice(0, 10)}…
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
