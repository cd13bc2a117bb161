"use client";

import { useState } from "react";
import { Segmented } from "../../components/Choice";
import { Coin } from "../../components/Coin";
import { cx } from "../../components/cx";
import { Dialog } from "../../components/Dialog";
import { Icon } from "../../components/Icon";
import { useApp, useFeed, useT } from "../../lib/app/context";
import { formatPercent, formatPrice, MISSING } from "../../lib/decimal/format";
import { OrderBook } from "../book/OrderBook";
import { TradesTape } from "../book/TradesTape";
import { ChartPanel } from "../chart/ChartPanel";
import { MarketTable } from "../market/MarketTable";
import { useDayChange } from "../market/useDayChange";
import { usePrice } from "../market/usePrice";
import { useLiveness } from "../shell/liveness";
import { PhoneInfo } from "./PhoneInfo";
import { PhoneOrders, PhonePosition } from "./PhoneRows";
import { PhoneTicket } from "./PhoneTicket";

type View = "chart" | "book" | "trades" | "info";

/** 390 px is its own design: chart, position, orders, two thumbs' buttons. */
export function PhoneTrade({ ticker }: { ticker: string }) {
  const t = useT();
  const app = useApp();
  const [view, setView] = useState<View>("chart");
  const [ticket, setTicket] = useState(false);
  const order = (side: "BUY" | "SELL"): void => {
    app.ticket.update(ticker, { side });
    setTicket(true);
  };
  return (
    <>
      <PhoneHeader ticker={ticker} />
      <main className="phone-main">
        <h1 className="visually-hidden">{ticker}</h1>
        <section className="panel phone-view">
          <Segmented
            className="phone-views"
            label={t("phone.view")}
            value={view}
            options={(["chart", "book", "trades", "info"] as const).map((value) => ({
              value,
              label: t(`phone.${value}`),
            }))}
            onChange={setView}
          />
          {view === "chart" && <ChartPanel ticker={ticker} compact />}
          {view === "book" && <OrderBook ticker={ticker} />}
          {view === "trades" && <TradesTape ticker={ticker} />}
          {view === "info" && <PhoneInfo />}
        </section>
        <PhonePosition ticker={ticker} />
        <PhoneOrders ticker={ticker} />
      </main>
      <div className="phone-actions">
        <button type="button" className="button fill-buy" onClick={() => order("BUY")}>
          {t("ticket.buy")}
        </button>
        <button type="button" className="button fill-sell" onClick={() => order("SELL")}>
          {t("ticket.sell")}
        </button>
      </div>
      {ticket && <PhoneTicket ticker={ticker} onClose={() => setTicket(false)} />}
    </>
  );
}

function PhoneHeader({ ticker }: { ticker: string }) {
  const t = useT();
  const [picking, setPicking] = useState(false);
  const market = useFeed("markets", (app) => app.market.market);
  const { price, direction } = usePrice();
  const { tone, key } = useLiveness();
  const change = useDayChange(market, price)?.fraction ?? null;
  const up = change !== null && change > 0n;
  return (
    <header className="phone-header">
      <button type="button" className="market-button" onClick={() => setPicking(true)}>
        <Coin base={ticker.split("-")[0] ?? ticker} size={28} />
        <span className="market-name">{ticker}</span>
        <Icon name="chevron" size={12} />
      </button>
      <div className="phone-price">
        <strong
          className={cx(direction > 0 ? "buy" : direction < 0 ? "sell" : undefined)}
          data-testid="last-price"
        >
          {market ? formatPrice(price, market.tick) : MISSING}
        </strong>
        <span className={change === null || change === 0n ? "faint" : up ? "buy" : "sell"}>
          {change !== null && change !== 0n && (up ? "▲ " : "▼ ")}
          {formatPercent(change, 2, true)}
        </span>
      </div>
      <span className={`dot ${tone}`} role="img" aria-label={t(key)} />
      {picking && (
        <Dialog title={t("markets.title")} onClose={() => setPicking(false)} sheet>
          <MarketTable current={ticker} onPick={() => setPicking(false)} />
        </Dialog>
      )}
    </header>
  );
}
