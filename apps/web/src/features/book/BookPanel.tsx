"use client";

import { useState } from "react";
import { Tabs } from "../../components/Choice";
import { useT } from "../../lib/app/context";
import { OrderBook } from "./OrderBook";
import { TradesTape } from "./TradesTape";

/** Book and tape share a panel, except on wide screens, where each has its own. */
export function BookPanel({ ticker, withTape }: { ticker: string; withTape: boolean }) {
  const t = useT();
  const [view, setView] = useState<"book" | "trades">("book");
  const shown = withTape ? view : "book";
  return (
    <section className="panel area-book book-panel" aria-label={t("book.label")}>
      <div className="panel-head">
        {withTape ? (
          <Tabs
            label={t("book.label")}
            value={view}
            options={[
              { value: "book", label: t("book.title") },
              { value: "trades", label: t("tape.title") },
            ]}
            onChange={setView}
          />
        ) : (
          <h2 className="panel-title">{t("book.title")}</h2>
        )}
      </div>
      {shown === "book" ? <OrderBook ticker={ticker} /> : <TradesTape ticker={ticker} />}
    </section>
  );
}

export function TapePanel({ ticker }: { ticker: string }) {
  const t = useT();
  return (
    <section className="panel area-tape book-panel" aria-label={t("tape.label")}>
      <div className="panel-head">
        <h2 className="panel-title">{t("tape.title")}</h2>
      </div>
      <TradesTape ticker={ticker} />
    </section>
  );
}
