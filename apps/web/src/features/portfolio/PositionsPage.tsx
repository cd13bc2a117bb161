"use client";

import { useT } from "../../lib/app/context";
import { PhoneOrders, PositionCard } from "../phone/PhoneRows";
import { useViewport } from "../shell/viewport";
import { BottomPanel } from "../tables/BottomPanel";
import { usePositions } from "../tables/PositionsTable";
import { useEmptyState } from "../tables/useTableState";

export function PositionsPage() {
  const t = useT();
  const phone = useViewport() === "phone";
  const rows = usePositions();
  const empty = useEmptyState(rows.length, {
    title: t("positions.none"),
    text: t("positions.noneText"),
  });
  if (!phone) {
    return (
      <main className="page">
        <div className="page-inner portfolio">
          <BottomPanel />
        </div>
      </main>
    );
  }
  return (
    <main className="page phone-main">
      <h1 className="section-title">{t("nav.positions")}</h1>
      {empty ? (
        <section className="panel">{empty}</section>
      ) : (
        rows.map((row) => <PositionCard key={row.market.ticker} row={row} />)
      )}
      <h2 className="section-title">{t("table.orders")}</h2>
      <PhoneOrders />
    </main>
  );
}
