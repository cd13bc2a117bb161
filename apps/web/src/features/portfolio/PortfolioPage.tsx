"use client";

import { useFeed, useT } from "../../lib/app/context";
import { useAccountView } from "../../lib/app/useAccount";
import { type Dec, sum } from "../../lib/decimal/dec";
import {
  formatLeverage,
  formatPercent,
  formatSignedUsd,
  formatUsd,
  MISSING,
} from "../../lib/decimal/format";
import { AccountActions } from "../funds/AccountActions";
import { Stat } from "../market/MarketHeader";
import { BottomPanel } from "../tables/BottomPanel";
import { toneOf, usePositions } from "../tables/PositionsTable";

/** The account at a glance, then every table of it. */
export function PortfolioPage() {
  const t = useT();
  const ready = useFeed("account", (app) => app.account.phase === "ready");
  const { risk } = useAccountView();
  const rows = usePositions();
  const pnl: Dec = sum(rows.map((row) => row.pnl ?? (0n as Dec)));
  return (
    <main className="page">
      <h1 className="visually-hidden">{t("nav.portfolio")}</h1>
      <div className="page-inner portfolio">
        <section className="panel portfolio-head">
          <div>
            <p className="faint">{t("account.equity")}</p>
            <p className="portfolio-equity">{ready ? formatUsd(risk.equity) : MISSING}</p>
            {ready && rows.length > 0 && (
              <p className={toneOf(pnl)}>
                {formatSignedUsd(pnl)} <span className="faint">{t("portfolio.unrealised")}</span>
              </p>
            )}
          </div>
          <dl className="stats">
            <Stat label={t("account.free")}>
              {ready ? formatUsd(risk.freeCollateral) : MISSING}
            </Stat>
            <Stat label={t("account.usage")}>{formatPercent(risk.marginUsage, 1)}</Stat>
            <Stat label={t("preview.leverage")}>{formatLeverage(risk.leverage)}</Stat>
            <Stat label={t("portfolio.notional")}>{formatUsd(risk.notional)}</Stat>
          </dl>
          <AccountActions />
        </section>
        <BottomPanel />
      </div>
    </main>
  );
}
