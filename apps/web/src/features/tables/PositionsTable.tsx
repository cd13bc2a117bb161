"use client";

import Link from "next/link";
import { cx } from "../../components/cx";
import { useFeed, useT } from "../../lib/app/context";
import { useAccountView, useMarkets } from "../../lib/app/useAccount";
import { abs, type Dec, div, max, mul, ONE, sub } from "../../lib/decimal/dec";
import {
  formatLeverage,
  formatPercent,
  formatPrice,
  formatSignedUsd,
  formatSize,
  formatUsd,
  MISSING,
} from "../../lib/decimal/format";
import type { Market, Position } from "../../lib/exchange/types";
import { roundLiquidation } from "../../lib/risk/liquidation";
import { notional, returnOnMargin, unrealisedPnl } from "../../lib/risk/position";
import { initialFractionOf } from "../../lib/ticket/account";
import { ClosePopover } from "./ClosePopover";
import { ReversePopover } from "./ReversePopover";
import { useEmptyState } from "./useTableState";

export const toneOf = (value: Dec | null): string | undefined =>
  value === null || value === 0n ? undefined : value > 0n ? "buy" : "sell";

export interface PositionFigures {
  market: Market;
  position: Position;
  notional: Dec | null;
  pnl: Dec | null;
  /** On the margin that the position needs (web.md §2.3). */
  roi: Dec | null;
  leverage: Dec | null;
  margin: Dec | null;
  liquidation: Dec | null;
  distance: Dec | null;
}

/** The open positions with every number that a row shows. */
export function usePositions(): PositionFigures[] {
  const positions = useFeed("account", (app) => app.account.positions);
  const markets = useMarkets();
  const view = useAccountView();
  return [...positions.values()].flatMap((position) => {
    const market = markets.get(position.market);
    if (!market) return [];
    const price = market.oracle;
    const value = price === null ? null : notional(position.size, price);
    const at = view.liquidation(position.market);
    const equity = view.risk.equity;
    const fraction = initialFractionOf(market);
    const leverage = value !== null && equity > 0n ? div(value, equity) : null;
    return [
      {
        market,
        position,
        notional: value,
        pnl: price === null ? null : unrealisedPnl(position.size, price, position.entry),
        roi:
          price === null
            ? null
            : returnOnMargin(position.size, price, position.entry, max(div(ONE, fraction), ONE)),
        leverage,
        margin: value === null ? null : mul(value, fraction),
        liquidation:
          at.kind === "none" ? null : roundLiquidation(at.price, market.tick, position.size),
        distance: at.kind === "at" ? at.distance : null,
      },
    ];
  });
}

export function PositionsTable() {
  const t = useT();
  const rows = usePositions();
  const empty = useEmptyState(rows.length, {
    title: t("positions.none"),
    text: t("positions.noneText"),
  });
  if (empty) return empty;
  return (
    <div className="table-scroll">
      <table className="data two-line" data-testid="positions">
        <thead>
          <tr>
            <th>{t("col.market")}</th>
            <th className="num">{t("col.size")}</th>
            <th className="num">{t("col.entry")}</th>
            <th className="num">{t("col.mark")}</th>
            <th className="num">{t("col.liquidation")}</th>
            <th className="num">{t("col.margin")}</th>
            <th className="num">{t("col.pnl")}</th>
            <th className="num">{t("col.funding")}</th>
            <th>
              <span className="visually-hidden">{t("col.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <PositionRow key={row.market.ticker} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function SideTag({ size, leverage }: { size: Dec; leverage: Dec | null }) {
  const t = useT();
  const long = size > 0n;
  return (
    <span className={cx("tag", long ? "buy" : "sell")}>
      {t(long ? "side.long" : "side.short")} {leverage !== null && formatLeverage(leverage)}
    </span>
  );
}

function PositionRow({ row }: { row: PositionFigures }) {
  const t = useT();
  const { market, position } = row;
  return (
    <tr data-testid={`position-${market.ticker}`}>
      <td>
        <Link href={`/trade/${market.ticker}`} className="market-cell">
          {market.ticker} <SideTag size={position.size} leverage={row.leverage} />
        </Link>
      </td>
      <td className="num">
        {formatSize(position.size, market.step)}
        <span className="sub">{formatUsd(row.notional)}</span>
      </td>
      <td className="num">{formatPrice(position.entry, market.tick)}</td>
      <td className="num">{formatPrice(market.oracle, market.tick)}</td>
      <td className="num">
        {row.liquidation === null ? t("value.none") : formatPrice(row.liquidation, market.tick)}
        <span className="sub">
          {row.distance === null ? MISSING : formatPercent(row.distance, 1, true)}
        </span>
      </td>
      <td className="num">
        {formatUsd(row.margin)}
        <span className="sub">{t(market.isolated ? "ticket.isolated" : "ticket.cross")}</span>
      </td>
      <td className={cx("num", toneOf(row.pnl))}>
        {formatSignedUsd(row.pnl)}
        <span className={cx("sub", toneOf(row.pnl))}>{formatPercent(row.roi, 1, true)}</span>
      </td>
      <td className={cx("num", toneOf(position.netFunding))}>
        {formatSignedUsd(position.netFunding)}
      </td>
      <td className="num">
        <span className="row-actions">
          <ClosePopover row={row} />
          <ReversePopover row={row} />
        </span>
      </td>
    </tr>
  );
}

/** Distance of the mark from the entry, for the phone's strip. */
export const moveFromEntry = (row: PositionFigures): Dec | null =>
  row.market.oracle === null
    ? null
    : div(sub(row.market.oracle, row.position.entry), max(abs(row.position.entry), 1n as Dec));
