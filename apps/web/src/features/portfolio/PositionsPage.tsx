"use client";

import { useT } from "../../lib/app/context";
import { PhoneOrders, PhonePositions } from "../phone/PhoneRows";
import { useViewport } from "../shell/viewport";
import { BottomPanel } from "../tables/BottomPanel";

export function PositionsPage() {
  const t = useT();
  const phone = useViewport() === "phone";
  if (!phone) {
    return (
      <main className="page">
        <h1 className="visually-hidden">{t("nav.positions")}</h1>
        <div className="page-inner portfolio">
          <BottomPanel />
        </div>
      </main>
    );
  }
  return (
    <main className="page phone-main">
      <h1 className="section-title">{t("nav.positions")}</h1>
      <PhonePositions />
      <h2 className="section-title">{t("table.orders")}</h2>
      <PhoneOrders />
    </main>
  );
}
