"use client";

import type { ReactNode } from "react";
import { cx } from "../../components/cx";
import { Icon } from "../../components/Icon";
import { useT } from "../../lib/app/context";
import { type Dec, div, ONE, ZERO } from "../../lib/decimal/dec";
import {
  formatLeverage,
  formatPercent,
  formatPrice,
  formatSignedUsd,
  formatSize,
  formatUsd,
  MISSING,
} from "../../lib/decimal/format";
import type { Market } from "../../lib/exchange/types";
import { GOOD_TIL_DAYS } from "../../lib/orders/OrderDesk";
import { roundLiquidation } from "../../lib/risk/liquidation";
import { riskLevel } from "../../lib/risk/margin";
import type { AccountSnapshot } from "../../lib/ticket/preview";
import type { TicketModel } from "./useTicket";

/** What this order would do to me, before → after, above the button and never in a tooltip. */
export function PreviewRows({ model }: { model: TicketModel }) {
  const t = useT();
  const { market, order, preview } = model;
  const { before, after } = preview;
  const idle = order.size === ZERO;
  // Without collateral there is no "after" worth warning of; the button asks for funds instead.
  const still = idle || before.risk.equity <= ZERO;
  const takes = order.type === "market" || order.immediate || preview.takes > ZERO;
  const worse = riskRank(after) > riskRank(before);
  return (
    <dl className="preview" data-testid="preview">
      {takes && (
        <Row label={t("preview.average")}>{idle ? MISSING : <Average model={model} />}</Row>
      )}
      <BeforeAfter
        label={t("preview.position")}
        before={formatSize(before.size, market.step)}
        after={`${formatSize(idle ? before.size : after.size, market.step)} ${market.base}`}
        same={idle}
      />
      <BeforeAfter
        label={t("preview.liquidation")}
        before={liquidationText(before, market, t("value.none"))}
        after={liquidationText(still ? before : after, market, t("value.none"))}
        same={still}
        warn={!still && worse}
      />
      <BeforeAfter
        label={t("preview.marginUsed")}
        before={formatPercent(before.risk.marginUsage, 1)}
        after={formatPercent(still ? before.risk.marginUsage : after.risk.marginUsage, 1)}
        same={still}
        warn={!still && worse}
      />
      <BeforeAfter
        label={t("preview.leverage")}
        before={formatLeverage(before.risk.leverage)}
        after={formatLeverage(still ? before.risk.leverage : after.risk.leverage)}
        same={still}
      />
      {preview.realised !== ZERO && (
        <Row label={t("preview.realised")}>
          <span className={preview.realised > ZERO ? "buy" : "sell"}>
            {formatSignedUsd(preview.realised)}
          </span>
        </Row>
      )}
      <Fee model={model} />
      {order.type === "limit" && (
        <Row label={t("preview.goodFor")}>
          {order.immediate ? t("preview.immediately") : t("preview.days", { days: GOOD_TIL_DAYS })}
        </Row>
      )}
    </dl>
  );
}

function Average({ model: { market, preview } }: { model: TicketModel }) {
  const slip = preview.slippage;
  return (
    <>
      {formatPrice(preview.average, market.tick)}
      {slip !== null && (
        <span className={cx("aside", slip > ONE / 100n && "warn")}>
          {formatPercent(slip, 3, true)}
        </span>
      )}
    </>
  );
}

function Fee({ model: { preview, order } }: { model: TicketModel }) {
  const t = useT();
  const { takes, rests, fee } = preview;
  const kind =
    takes > ZERO && rests > ZERO
      ? "preview.feeMixed"
      : rests > ZERO
        ? fee < ZERO
          ? "preview.feeRebate"
          : "preview.feeMaker"
        : "preview.feeTaker";
  const rate = preview.notional > ZERO ? div(fee, preview.notional) : null;
  return (
    <Row label={t(order.size === ZERO ? "preview.fee" : kind)}>
      {order.size === ZERO ? MISSING : fee < ZERO ? formatSignedUsd(-fee as Dec) : formatUsd(fee)}
      {rate !== null && <span className="aside">{formatPercent(rate, 3)}</span>}
    </Row>
  );
}

export function liquidationText(snapshot: AccountSnapshot, market: Market, none: string): string {
  const { liquidation, size } = snapshot;
  if (liquidation.kind === "none") return none;
  return formatPrice(roundLiquidation(liquidation.price, market.tick, size), market.tick);
}

const RANKS = { low: 0, elevated: 1, high: 2, critical: 3 } as const;
const riskRank = (snapshot: AccountSnapshot): number =>
  snapshot.risk.notional === ZERO ? 0 : RANKS[riskLevel(snapshot.risk.maintenanceRatio)];

export function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function BeforeAfter(props: {
  label: string;
  before: string;
  after: string;
  same: boolean;
  warn?: boolean;
}) {
  return (
    <Row label={props.label}>
      {!props.same && (
        <>
          <span className="was">{props.before}</span>
          <Icon name="right" size={11} />
        </>
      )}
      <span className={cx(props.warn && "warn")}>
        {props.warn && <Icon name="alert" size={12} />}
        {props.after}
      </span>
    </Row>
  );
}
