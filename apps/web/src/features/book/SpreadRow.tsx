"use client";

import { cx } from "../../components/cx";
import { Icon } from "../../components/Icon";
import { useApp, useFeed, useT } from "../../lib/app/context";
import { toText } from "../../lib/decimal/dec";
import { formatCompactUsd, formatPrice, MISSING, toField } from "../../lib/decimal/format";
import { spreadBps } from "../../lib/risk/orderMath";
import { usePrice } from "../market/usePrice";
import type { HoverSum } from "./paintLadder";

/**
 * Last price with its direction, the spread from the raw book; a click takes the mid (B5). While a
 * row is hovered, what it costs to take everything down to it.
 */
export function SpreadRow({ sum }: { sum: HoverSum | null }) {
  const t = useT();
  const app = useApp();
  const { price, direction } = usePrice();
  const market = useFeed("markets", (a) => a.market.market);
  const spread = useFeed("book", (a) => {
    const { book } = a.market;
    return book?.bestBid == null || book.bestAsk == null ? null : `${book.bestBid}|${book.bestAsk}`;
  });
  const takeMid = (): void => {
    const { mid } = app.market;
    if (!market || !mid) return;
    app.ticket.pickPrice(market.ticker, toField(mid, market.tick));
  };
  const tone = direction > 0 ? "buy" : direction < 0 ? "sell" : undefined;
  return (
    <button type="button" className="spread-row" title={t("book.useMid")} onClick={takeMid}>
      <strong className={cx(tone)}>
        {market ? formatPrice(price, market.tick) : MISSING}
        {direction !== 0 && <Icon name={direction > 0 ? "up" : "down"} size={14} />}
      </strong>
      {sum && market ? (
        <span className="quiet">
          {t("book.toHere", {
            average: formatPrice(sum.average, market.tick),
            value: formatCompactUsd(sum.quote),
          })}
        </span>
      ) : (
        spread && market && <span>{spreadText(spread, app.market.book, t)}</span>
      )}
    </button>
  );
}

function spreadText(
  key: string,
  book: ReturnType<typeof useApp>["market"]["book"],
  t: ReturnType<typeof useT>,
): string {
  const [bid = 0, ask = 0] = key.split("|").map(Number);
  if (!book) return "";
  const bps = spreadBps(book.price.toDec(bid), book.price.toDec(ask));
  return t("book.spread", { ticks: book.price.text(ask - bid), bps: toText(bps, 2) });
}
