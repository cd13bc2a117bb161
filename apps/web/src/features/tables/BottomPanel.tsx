"use client";

import { useState } from "react";
import { Tabs } from "../../components/Choice";
import { PanelBoundary } from "../../components/PanelBoundary";
import { useApp, useFeed, useT } from "../../lib/app/context";
import { isDone } from "../../lib/feed/AccountFeed";
import { PhoneHistory } from "../phone/PhoneHistory";
import { PhoneOrders, PhonePositions } from "../phone/PhoneRows";
import { useViewport } from "../shell/viewport";
import { CloseAllButton } from "./CloseAll";
import { FillsTable } from "./FillsTable";
import { HistoryTable } from "./HistoryTable";
import { OpenOrdersTable } from "./OpenOrdersTable";
import { PaymentsTable } from "./PaymentsTable";
import { PositionsTable } from "./PositionsTable";
import { TransfersTable } from "./TransfersTable";

export type TableName = "positions" | "orders" | "fills" | "funding" | "history" | "transfers";

export function useCounts(): { positions: number; orders: number } {
  const positions = useFeed("account", (app) => app.account.positions.size);
  const orders = useFeed("account", (app) => {
    let open = app.desk.local.size;
    for (const order of app.account.orders.values()) if (!isDone(order)) open += 1;
    return open;
  });
  return { positions, orders };
}

export function BottomPanel() {
  const t = useT();
  const app = useApp();
  const phone = useViewport() === "phone";
  const [table, setTable] = useState<TableName>("positions");
  const counts = useCounts();
  const tab = (value: TableName, count = 0) => ({
    value,
    label: (
      <>
        {t(`table.${value}`)}
        {count > 0 && <span className="count">{count}</span>}
      </>
    ),
  });
  const cancelAll = (): void => {
    const open = [...app.account.orders.values()].filter((order) => !isDone(order));
    void app.desk.cancelAll(open);
  };
  return (
    <section className="panel area-bottom bottom" aria-label={t("table.label")}>
      <div className="panel-head">
        <Tabs
          label={t("table.label")}
          value={table}
          options={[
            tab("positions", counts.positions),
            tab("orders", counts.orders),
            tab("fills"),
            tab("funding"),
            phone ? { value: "history" as const, label: t("table.historyShort") } : tab("history"),
            tab("transfers"),
          ]}
          onChange={setTable}
        />
        {table === "positions" && counts.positions > 1 && <CloseAllButton />}
        {table === "orders" && counts.orders > 1 && (
          <button type="button" className="link-button" onClick={cancelAll}>
            {t("orders.cancelAll")}
          </button>
        )}
      </div>
      <PanelBoundary title={t("error.panel")} retry={t("action.retry")}>
        <TableOf name={table} />
      </PanelBoundary>
    </section>
  );
}

function TableOf({ name }: { name: TableName }) {
  const phone = useViewport() === "phone";
  if (phone) return <PhoneTableOf name={name} />;
  switch (name) {
    case "positions":
      return <PositionsTable />;
    case "orders":
      return <OpenOrdersTable />;
    case "fills":
      return <FillsTable />;
    case "funding":
      return <PaymentsTable />;
    case "history":
      return <HistoryTable />;
    case "transfers":
      return <TransfersTable />;
  }
}

function PhoneTableOf({ name }: { name: TableName }) {
  if (name === "positions") return <PhonePositions />;
  return name === "orders" ? <PhoneOrders /> : <PhoneHistory name={name} />;
}
