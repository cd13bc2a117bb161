"use client";

import { cx } from "../../components/cx";
import { useFeed, useT } from "../../lib/app/context";
import { useAccountView } from "../../lib/app/useAccount";
import { toNumber } from "../../lib/decimal/dec";
import { formatPercent, formatUsd, MISSING } from "../../lib/decimal/format";
import { riskLevel } from "../../lib/risk/margin";
import { AccountActions } from "../funds/AccountActions";

/** Equity, what of it is free, and how close trouble is: a word and a bar, not a colour alone. */
export function AccountBox() {
  const t = useT();
  const phase = useFeed("account", (app) => app.account.phase);
  const { risk } = useAccountView();
  const known = phase === "ready";
  const level = risk.notional === 0n ? "low" : riskLevel(risk.maintenanceRatio);
  const usage = risk.marginUsage === null ? 0 : Math.min(1, toNumber(risk.marginUsage));
  const deficit = risk.freeCollateral < 0n;
  return (
    <div className="account-box">
      <dl className="preview">
        <div>
          <dt>{t("account.equity")}</dt>
          <dd data-testid="equity">{known ? formatUsd(risk.equity) : MISSING}</dd>
        </div>
        <div>
          <dt>{t("account.free")}</dt>
          <dd title={deficit ? formatUsd(risk.freeCollateral) : undefined}>
            {known ? formatUsd(deficit ? (0n as never) : risk.freeCollateral) : MISSING}
            {deficit && <span className="tag warn">{t("account.deficit")}</span>}
          </dd>
        </div>
        <div>
          <dt>{t("account.usage")}</dt>
          <dd>
            {known ? (
              <>
                {formatPercent(risk.marginUsage, 0)} · {t(`risk.${level}`)}
              </>
            ) : (
              MISSING
            )}
          </dd>
        </div>
      </dl>
      {/* biome-ignore lint/a11y/useSemanticElements: <meter> looks different in every browser. */}
      <div
        className={cx("meter", level !== "low" && "warn", level === "critical" && "bad")}
        role="meter"
        aria-label={t("account.usage")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(usage * 100)}
      >
        <span ref={(element) => element?.style.setProperty("width", `${usage * 100}%`)} />
      </div>
      <AccountActions />
    </div>
  );
}
