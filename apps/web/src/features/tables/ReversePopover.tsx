"use client";

import { useState } from "react";
import { Dialog } from "../../components/Dialog";
import { useApp, useT } from "../../lib/app/context";
import { useAccountState, useFees, useMarkets } from "../../lib/app/useAccount";
import { abs, type Dec, neg, ZERO } from "../../lib/decimal/dec";
import {
  formatPercent,
  formatPrice,
  formatSignedUsd,
  formatSize,
  formatSizeShort,
  formatUsd,
} from "../../lib/decimal/format";
import { previewOrder } from "../../lib/ticket/preview";
import { BeforeAfter, liquidationText, Row } from "../ticket/PreviewRows";
import { closingSide, levelsFor, reversePosition, worstPrice } from "./closing";
import { type PositionFigures, toneOf } from "./PositionsTable";

/** Turn a position round with one order, after seeing what that does (P3). */
export function ReversePopover({ row }: { row: PositionFigures }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button small on-panel"
        title={t("positions.reverseHint")}
        data-testid={`reverse-${row.market.ticker}`}
        onClick={() => setOpen(true)}
      >
        {t("positions.reverse")}
      </button>
      {open && <ReverseDialog row={row} onClose={() => setOpen(false)} />}
    </>
  );
}

function ReverseDialog({ row, onClose }: { row: PositionFigures; onClose(): void }) {
  const t = useT();
  const app = useApp();
  const preview = useReversal(row);
  const { market, position } = row;
  const { before, after } = preview;
  const size = (abs(position.size) * 2n) as Dec;
  const sell = position.size > 0n;
  const short = after.risk.freeCollateral < ZERO;
  return (
    <Dialog title={t("reverse.title", { market: market.ticker })} onClose={onClose} sheet>
      <div className="mini-form">
        <p className="dialog-text">{t("reverse.text")}</p>
        <dl className="preview">
          <BeforeAfter
            label={t("preview.position")}
            before={formatSize(before.size, market.step)}
            after={`${formatSize(after.size, market.step)} ${market.base}`}
            same={false}
          />
          <Row label={t("close.expected")}>≈ {formatPrice(preview.average, market.tick)}</Row>
          <Row label={t("close.realised")}>
            <span className={toneOf(preview.realised)}>{formatSignedUsd(preview.realised)}</span>
          </Row>
          <BeforeAfter
            label={t("preview.liquidation")}
            before={liquidationText(before, market, t("value.none"))}
            after={liquidationText(after, market, t("value.none"))}
            same={false}
          />
          <BeforeAfter
            label={t("preview.marginUsed")}
            before={formatPercent(before.risk.marginUsage, 1)}
            after={formatPercent(after.risk.marginUsage, 1)}
            same={false}
          />
          <Row label={t("preview.feeTaker")}>{formatUsd(preview.fee)}</Row>
        </dl>
        {short ? (
          <p className="ticket-problem" role="alert">
            {t("reverse.short", { amount: formatUsd(neg(after.risk.freeCollateral)) })}
          </p>
        ) : (
          <button
            type="button"
            className={`button block large ${sell ? "fill-sell" : "fill-buy"}`}
            data-testid="reverse-confirm"
            onClick={() => {
              void reversePosition(app, row);
              onClose();
            }}
          >
            {t(sell ? "close.sell" : "close.buy", {
              size: formatSizeShort(size),
              base: market.base,
            })}
          </button>
        )}
      </div>
    </Dialog>
  );
}

/** The account after a market order of twice the position against it. */
function useReversal(row: PositionFigures) {
  const app = useApp();
  const account = useAccountState();
  const markets = useMarkets();
  const { maker, taker } = useFees();
  const { market, position } = row;
  const side = closingSide(position.size);
  const draft = {
    side,
    type: "market" as const,
    price: worstPrice(row),
    size: (abs(position.size) * 2n) as Dec,
    postOnly: false,
    reduceOnly: false,
    immediate: true,
  };
  return previewOrder(draft, {
    market,
    markets,
    account,
    levels: levelsFor(app, market, side),
    mid: market.oracle,
    makerRate: maker,
    takerRate: taker,
  });
}
