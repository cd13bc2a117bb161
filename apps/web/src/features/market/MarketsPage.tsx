"use client";

import { useT } from "../../lib/app/context";
import { MarketTable } from "./MarketTable";

export function MarketsPage() {
  const t = useT();
  return (
    <main className="page">
      <div className="page-inner markets-page">
        <h1 className="section-title">{t("markets.title")}</h1>
        <section className="panel">
          <MarketTable full />
        </section>
      </div>
    </main>
  );
}
