"use client";

import { useFeed, useT } from "../../lib/app/context";
import { div, ONE } from "../../lib/decimal/dec";
import {
  formatAmount,
  formatCompactUsd,
  formatLeverage,
  formatPercent,
  formatPrice,
} from "../../lib/decimal/format";
import { basisBps, ChangeStat, Funding, FundingCountdown, Stat } from "../market/MarketHeader";
import { usePrice } from "../market/usePrice";

export function PhoneInfo() {
  const t = useT();
  const market = useFeed("markets", (app) => app.market.market);
  const { price } = usePrice();
  if (!market) return null;
  const basis = basisBps(price, market.oracle);
  return (
    <dl className="phone-info">
      <Stat label={t("stat.oracle")}>{formatPrice(market.oracle, market.tick)}</Stat>
      <ChangeStat market={market} />
      <Stat label={t("stat.volume")}>{formatCompactUsd(market.volume24h)}</Stat>
      <Stat label={t("stat.openInterest")}>
        {formatAmount(market.openInterest)} {market.base}
      </Stat>
      <Stat label={t("stat.funding")}>
        <Funding market={market} />
      </Stat>
      <Stat label={t("stat.next")}>
        <FundingCountdown />
      </Stat>
      <Stat label={t("stat.basis")}>
        {basis === null ? "—" : t("value.bps", { bps: basis.toFixed(1).replace("-", "\u2212") })}
      </Stat>
      <Stat label={t("stat.maxLeverage")}>{formatLeverage(div(ONE, market.initialFraction))}</Stat>
      <Stat label={t("stat.maintenance")}>{formatPercent(market.maintenanceFraction, 1)}</Stat>
      <Stat label={t("stat.tick")}>{market.tickText}</Stat>
      <Stat label={t("stat.step")}>
        {market.stepText} {market.base}
      </Stat>
      <Stat label={t("chart.label")}>
        <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
          {t("chart.attribution")}
        </a>
      </Stat>
    </dl>
  );
}
