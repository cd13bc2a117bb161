"use client";

import { useEffect } from "react";
import { Coin } from "../../components/Coin";
import { cx } from "../../components/cx";
import { Icon } from "../../components/Icon";
import { useApp, useFeed, useNow, useT } from "../../lib/app/context";
import { type Dec, sub, toNumber } from "../../lib/decimal/dec";
import {
  formatAmount,
  formatCompactUsd,
  formatDuration,
  formatPercent,
  formatPrice,
  MISSING,
} from "../../lib/decimal/format";
import type { Market } from "../../lib/exchange/types";
import { annualRate } from "../../lib/risk/position";
import { MarketPicker } from "./MarketPicker";
import { type DayChange, useDayChange, useDayRange } from "./useDayChange";
import { usePrice } from "./usePrice";

export function MarketHeader({ ticker }: { ticker: string }) {
  const market = useFeed("markets", (app) => app.market.market);
  return (
    <section className="panel area-header market-bar" aria-label={ticker}>
      <MarketPicker ticker={ticker} />
      <Price market={market} ticker={ticker} />
      <Stats market={market} />
    </section>
  );
}

function Price({ market, ticker }: { market: Market | null; ticker: string }) {
  const { price, direction } = usePrice();
  const text = market ? formatPrice(price, market.tick) : MISSING;
  useEffect(() => {
    document.title = price === null ? `${ticker} · Perpetua` : `${text} ${ticker} · Perpetua`;
  }, [price, text, ticker]);
  const tone = direction > 0 ? "buy" : direction < 0 ? "sell" : undefined;
  return (
    <strong className={cx("market-price", tone)} data-testid="last-price">
      {text}
    </strong>
  );
}

function Stats({ market }: { market: Market | null }) {
  const t = useT();
  return (
    <dl className="stats">
      <ChangeStat market={market} />
      <Stat label={t("stat.oracle")}>
        {market ? formatPrice(market.oracle, market.tick) : <Wait />}
      </Stat>
      <Stat label={t("stat.volume")}>{market ? formatCompactUsd(market.volume24h) : <Wait />}</Stat>
      <Stat label={t("stat.openInterest")}>
        {market ? `${formatAmount(market.openInterest)} ${market.base}` : <Wait />}
      </Stat>
      <Stat label={t("stat.funding")}>{market ? <Funding market={market} /> : <Wait />}</Stat>
      <Stat label={t("stat.next")}>
        <FundingCountdown />
      </Stat>
      <Range market={market} />
    </dl>
  );
}

/** Only where the bar has room for it: the chart tells the same. */
function Range({ market }: { market: Market | null }) {
  const t = useT();
  const last = useFeed("trades", (app) => app.market.trades[0]?.price ?? null);
  const range = useDayRange(market, last);
  const text = (price: Dec | undefined) => (market ? formatPrice(price ?? null, market.tick) : "");
  return (
    <>
      <Stat className="roomy" label={t("stat.high")}>
        {market ? text(range?.high) : <Wait />}
      </Stat>
      <Stat className="roomy" label={t("stat.low")}>
        {market ? text(range?.low) : <Wait />}
      </Stat>
    </>
  );
}

const Wait = () => <span className="skeleton" />;

export function Stat(props: { label: string; children: React.ReactNode; className?: string }) {
  return (
    <div className={props.className}>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/** Label and value together: a market younger than a day says over what time it has changed. */
export function ChangeStat({ market }: { market: Market | null }) {
  const t = useT();
  const now = useNow(30_000);
  const { health } = useApp();
  const { price } = usePrice();
  const change = useDayChange(market, price);
  const since = change?.since ?? null;
  const age = now + health.clockOffsetMs - (since ?? 0) * 1000;
  const young = since !== null && now > 0;
  const { key, params } = formatDuration(Math.max(age, 60_000));
  const label = young ? t("stat.changeSince", { duration: t(key, params) }) : t("stat.change");
  return (
    <Stat label={label}>
      {market ? <Change market={market} change={change} young={young} /> : <Wait />}
    </Stat>
  );
}

function Change(props: { market: Market; change: DayChange | null; young: boolean }) {
  const t = useT();
  const { change } = props;
  if (change === null) return <span title={t("stat.changeUnknown")}>{MISSING}</span>;
  const flat = change.absolute === 0n;
  const up = change.absolute > 0n;
  return (
    <span
      className={flat ? undefined : up ? "buy" : "sell"}
      title={props.young ? t("stat.changeSinceHint") : undefined}
    >
      {flat ? "" : up ? "▲ +" : "▼ "}
      {formatPrice(change.absolute, props.market.tick)} ({formatPercent(change.fraction, 2, true)})
    </span>
  );
}

export function Funding({ market }: { market: Market }) {
  const t = useT();
  const rate = market.nextFunding;
  const annual = formatPercent(annualRate(rate), 2, true);
  return (
    <span
      className={rate === 0n ? undefined : rate > 0n ? "buy" : "sell"}
      title={t("stat.fundingHint", { annual })}
    >
      {formatPercent(rate, 4, true)}
    </span>
  );
}

/** Funding settles on the hour of the chain's clock, not of this device's (web.md §2.9). */
export function FundingCountdown() {
  const now = useNow(1000);
  const { health } = useApp();
  if (now === 0) return <Wait />;
  const server = now + health.clockOffsetMs;
  const left = Math.max(0, 3_600_000 - (server % 3_600_000));
  const minutes = Math.floor(left / 60_000);
  const seconds = Math.floor((left % 60_000) / 1000);
  return (
    <>
      {String(minutes).padStart(2, "0")}:{String(seconds).padStart(2, "0")}
    </>
  );
}

/** Basis of last price over oracle, for the phone's info tab. */
export function basisBps(price: Dec | null, oracle: Dec | null): number | null {
  if (price === null || oracle === null || oracle === 0n) return null;
  return (toNumber(sub(price, oracle)) / toNumber(oracle)) * 10_000;
}

export const MarketName = ({ ticker, base }: { ticker: string; base: string }) => (
  <>
    <Coin base={base} />
    <span className="market-name">{ticker}</span>
    <Icon name="chevron" size={12} />
  </>
);
