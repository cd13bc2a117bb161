"use client";

import { Empty } from "../../components/Empty";
import { useApp, useFeed, useT } from "../../lib/app/context";
import { formatPrice, formatSize, toField } from "../../lib/decimal/format";

const SHOWN = 60;

/** The newest trades first; side by colour and by the word in the row's label. */
export function TradesTape({ ticker }: { ticker: string }) {
  const app = useApp();
  const t = useT();
  const market = useFeed("markets", (a) => a.market.markets.get(ticker) ?? null);
  const trades = useFeed("trades", (a) => a.market.trades);
  const loaded = useFeed("trades", (a) => a.market.tradesLoaded);
  if (loaded && trades.length === 0) {
    return <Empty title={t("tape.none")} text={t("tape.noneText")} />;
  }
  return (
    <div className="tape" data-testid="tape">
      <div className="book-head">
        <span>{t("book.price")}</span>
        <span>{t("book.size")}</span>
        <span>{t("tape.time")}</span>
      </div>
      {!loaded && <div className="ghost-rows" />}
      <ol className="tape-rows" aria-label={t("tape.label")}>
        {market &&
          trades.slice(0, SHOWN).map((trade) => (
            <li key={`${trade.id}-${trade.size}-${trade.price}`}>
              <button
                type="button"
                tabIndex={-1}
                onClick={() => app.ticket.pickPrice(ticker, toField(trade.price, market.tick))}
              >
                <span className={trade.side === "BUY" ? "buy" : "sell"}>
                  <span className="visually-hidden">
                    {t(trade.side === "BUY" ? "tape.bought" : "tape.sold")}{" "}
                  </span>
                  {formatPrice(trade.price, market.tick)}
                </span>
                <span>{formatSize(trade.size, market.step)}</span>
                <time className="faint">{clock(trade.time)}</time>
              </button>
            </li>
          ))}
      </ol>
    </div>
  );
}

const clock = (time: number): string => new Date(time).toTimeString().slice(0, 8);
