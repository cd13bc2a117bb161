"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { Coin } from "../../components/Coin";
import { cx } from "../../components/cx";
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { useFeed, useT } from "../../lib/app/context";
import { div, ONE, toNumber } from "../../lib/decimal/dec";
import {
  formatAmount,
  formatCompactUsd,
  formatLeverage,
  formatPercent,
  formatPrice,
} from "../../lib/decimal/format";
import type { Market } from "../../lib/exchange/types";
import { change24hFraction } from "../../lib/feed/MarketFeed";
import { toggleFavourite, useFavourites } from "../../lib/settings/favourites";

type Sort = "ticker" | "price" | "change" | "volume" | "openInterest" | "funding";

const VALUE: Record<Exclude<Sort, "ticker">, (market: Market) => number> = {
  price: (market) => (market.oracle ? toNumber(market.oracle) : 0),
  change: (market) => toNumber(change24hFraction(market) ?? (0n as never)),
  volume: (market) => toNumber(market.volume24h),
  openInterest: (market) => toNumber(market.openInterest) * VALUE.price(market),
  funding: (market) => toNumber(market.nextFunding),
};

/** Chinese names of the large ones, so that people find them by what they call them. */
const ALIASES: Record<string, string> = {
  BTC: "bitcoin 比特币 btb",
  ETH: "ethereum ether 以太坊 ytf",
  SOL: "solana",
  DOGE: "dogecoin 狗狗币 ggb",
  LINK: "chainlink",
  AVAX: "avalanche",
  ADA: "cardano",
  LTC: "litecoin 莱特币 ltb",
  XRP: "ripple 瑞波 rb",
  DOT: "polkadot 波卡 bk",
};

const matches = (market: Market, query: string): boolean =>
  `${market.ticker} ${ALIASES[market.base] ?? ""}`
    .toLowerCase()
    .includes(query.toLowerCase().trim());

/** One table serves the picker and the page. Sorting holds still while the pointer is over it. */
export function MarketTable(props: { current?: string; onPick?(): void; full?: boolean }) {
  const t = useT();
  const router = useRouter();
  const markets = useFeed("markets", (app) => app.market.markets);
  const [query, setQuery] = useState("");
  const [sort, setSort] = useState<Sort>("volume");
  const [active, setActive] = useState(0);
  const favourites = useFavourites();
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const list = useRef<HTMLTableSectionElement>(null);

  const rows = useMemo(() => {
    const found = [...markets.values()].filter((market) => matches(market, query));
    const rank = new Map(held?.map((ticker, index) => [ticker, index]));
    return found.sort((a, b) => {
      const starred = Number(favourites.includes(b.ticker)) - Number(favourites.includes(a.ticker));
      if (starred) return starred;
      const fixed = held && (rank.get(a.ticker) ?? 0) - (rank.get(b.ticker) ?? 0);
      if (fixed) return fixed;
      if (sort === "ticker") return a.ticker.localeCompare(b.ticker);
      return VALUE[sort](b) - VALUE[sort](a) || a.ticker.localeCompare(b.ticker);
    });
  }, [markets, query, sort, held, favourites]);

  const pick = (ticker: string): void => {
    props.onPick?.();
    router.push(`/trade/${ticker}`);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = Math.min(rows.length - 1, Math.max(0, active + step));
      setActive(next);
      list.current?.children[next]?.scrollIntoView({ block: "nearest" });
    }
    const chosen = rows[active];
    if (event.key === "Enter" && chosen) pick(chosen.ticker);
  };
  const head = (key: Sort, label: string, className = "num") => (
    <th className={className} aria-sort={sort === key ? "descending" : undefined}>
      <button
        type="button"
        className="sort-button"
        onClick={() => {
          setHeld(null);
          setSort(key);
        }}
      >
        {label}
        {sort === key && <Icon name="down" size={10} />}
      </button>
    </th>
  );

  return (
    <div className="market-list">
      <div className="search">
        <Icon name="search" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the list was opened to search in it.
          autoFocus={!props.full}
          value={query}
          placeholder={t("markets.search")}
          aria-label={t("markets.search")}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
        />
      </div>
      <div
        className="table-scroll"
        onPointerEnter={() => setHeld(rows.map((market) => market.ticker))}
        onPointerLeave={() => setHeld(null)}
      >
        <table className="data">
          <thead>
            <tr>
              {head("ticker", t("col.market"), "")}
              {head("price", t("stat.oracle"))}
              {head("change", t("stat.change"))}
              {head("volume", t("stat.volume"))}
              {head("openInterest", t("stat.openInterest"))}
              {head("funding", t("stat.funding"))}
            </tr>
          </thead>
          <tbody ref={list}>
            {rows.map((market, index) => (
              <Row
                key={market.ticker}
                market={market}
                current={market.ticker === props.current}
                active={!props.full && index === active}
                starred={favourites.includes(market.ticker)}
                onPick={() => pick(market.ticker)}
              />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && (
          <Empty
            title={markets.size === 0 ? t("markets.loading") : t("markets.none", { query })}
            text={markets.size === 0 ? undefined : t("markets.noneHint")}
          />
        )}
      </div>
    </div>
  );
}

function Row(props: {
  market: Market;
  current: boolean;
  active: boolean;
  starred: boolean;
  onPick(): void;
}) {
  const { market } = props;
  const t = useT();
  // 0 means that the API knows no price from a day ago yet (see useDayChange).
  const fraction = change24hFraction(market) || null;
  const tone = fraction === null ? "faint" : fraction > 0n ? "buy" : "sell";
  return (
    <tr
      className={cx("clickable", props.current && "current", props.active && "active")}
      onClick={props.onPick}
    >
      <td className="market-first">
        <button
          type="button"
          className={cx("star", props.starred && "on")}
          aria-pressed={props.starred}
          aria-label={t("markets.favourite", { ticker: market.ticker })}
          onClick={(event) => {
            event.stopPropagation();
            toggleFavourite(market.ticker);
          }}
        >
          <Icon name="star" size={14} />
        </button>
        <button type="button" className="market-cell" onClick={props.onPick}>
          <Coin base={market.base} size={20} />
          <span>
            {market.ticker}
            <span className="sub phone-only">
              {t("markets.volume", { value: formatCompactUsd(market.volume24h) })}
            </span>
          </span>
          <span className="tag">
            {formatLeverage(div(ONE, market.initialFraction)).replace(".0", "")}
          </span>
        </button>
      </td>
      <td className="num">{formatPrice(market.oracle, market.tick)}</td>
      <td
        className={cx("num", tone)}
        title={fraction === null ? t("stat.changeUnknown") : undefined}
      >
        {formatPercent(fraction, 2, true)}
      </td>
      <td className={cx("num", market.volume24h === 0n && "faint")}>
        {formatCompactUsd(market.volume24h)}
      </td>
      <td className={cx("num", market.openInterest === 0n && "faint")}>
        {formatAmount(market.openInterest)}
      </td>
      <td className="num quiet">{formatPercent(market.nextFunding, 4, true)}</td>
    </tr>
  );
}
