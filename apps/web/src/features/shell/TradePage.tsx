"use client";

import { useEffect } from "react";
import { Empty } from "../../components/Empty";
import { PanelBoundary } from "../../components/PanelBoundary";
import { useApp, useFeed, useT } from "../../lib/app/context";
import { BookPanel, TapePanel } from "../book/BookPanel";
import { ChartPanel } from "../chart/ChartPanel";
import { MarketHeader } from "../market/MarketHeader";
import { MarketTable } from "../market/MarketTable";
import { PhoneTrade } from "../phone/PhoneTrade";
import { BottomPanel } from "../tables/BottomPanel";
import { TicketPanel } from "../ticket/Ticket";
import { useViewport } from "./viewport";

export function TradePage({ ticker }: { ticker: string }) {
  const app = useApp();
  const t = useT();
  const viewport = useViewport();
  useEffect(() => app.market.open(ticker), [app, ticker]);
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: "/" leads back to the last market.
    document.cookie = `market=${ticker}; path=/; max-age=31536000; samesite=lax`;
  }, [ticker]);
  const unknown = useFeed(
    "markets",
    (a) => a.market.markets.size > 0 && !a.market.markets.has(ticker),
  );
  if (unknown) return <UnknownMarket ticker={ticker} />;
  if (viewport === "phone") return <PhoneTrade key={ticker} ticker={ticker} />;
  const guard = (panel: React.ReactNode) => (
    <PanelBoundary title={t("error.panel")} retry={t("action.retry")}>
      {panel}
    </PanelBoundary>
  );
  return (
    <main className="trade">
      <h1 className="visually-hidden">{ticker}</h1>
      {guard(<MarketHeader ticker={ticker} />)}
      {guard(<ChartPanel key={`chart-${ticker}`} ticker={ticker} />)}
      {guard(<BookPanel key={`book-${ticker}`} ticker={ticker} withTape={viewport !== "wide"} />)}
      {viewport === "wide" && guard(<TapePanel ticker={ticker} />)}
      {guard(<BottomPanel />)}
      {guard(<TicketPanel ticker={ticker} />)}
    </main>
  );
}

function UnknownMarket({ ticker }: { ticker: string }) {
  const t = useT();
  return (
    <main className="page">
      <div className="page-inner markets-page">
        <Empty heading title={t("market.unknown", { ticker })} text={t("market.unknownText")} />
        <section className="panel">
          <MarketTable full />
        </section>
      </div>
    </main>
  );
}
