"use client";

import { useState } from "react";
import { Segmented } from "../../components/Choice";
import { Dialog } from "../../components/Dialog";
import { useApp, useT } from "../../lib/app/context";
import { formatPrice, formatSignedUsd, formatSizeShort, formatUsd } from "../../lib/decimal/format";
import { closePosition, closingSize, estimateClose } from "./closing";
import { type PositionFigures, toneOf } from "./PositionsTable";

const SHARES = ["25", "50", "75", "100"] as const;

/** Close a share at market: realised profit and fee are shown first (P2). */
export function ClosePopover({ row }: { row: PositionFigures }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button small on-panel"
        data-testid={`close-${row.market.ticker}`}
        onClick={() => setOpen(true)}
      >
        {t("positions.close")}
      </button>
      {open && <CloseDialog row={row} onClose={() => setOpen(false)} />}
    </>
  );
}

function CloseDialog({ row, onClose }: { row: PositionFigures; onClose(): void }) {
  const t = useT();
  const app = useApp();
  const [share, setShare] = useState<(typeof SHARES)[number]>("100");
  const { market, position } = row;
  const size = closingSize(row, Number(share));
  const { price, realised, fee } = estimateClose(app, row, size);
  const sell = position.size > 0n;
  return (
    <Dialog title={t("close.title", { market: market.ticker })} onClose={onClose} sheet>
      <div className="mini-form">
        <Segmented
          label={t("close.share")}
          value={share}
          options={SHARES.map((value) => ({ value, label: `${value}\u202f%` }))}
          onChange={setShare}
        />
        <dl className="preview">
          <div>
            <dt>{t("close.expected")}</dt>
            <dd>≈ {formatPrice(price, market.tick)}</dd>
          </div>
          <div>
            <dt>{t("close.realised")}</dt>
            <dd className={toneOf(realised)}>{formatSignedUsd(realised)}</dd>
          </div>
          <div>
            <dt>{t("preview.feeTaker")}</dt>
            <dd>{formatUsd(fee)}</dd>
          </div>
        </dl>
        <button
          type="button"
          className={`button block large ${sell ? "fill-sell" : "fill-buy"}`}
          data-testid="close-confirm"
          onClick={() => {
            void closePosition(app, row, Number(share));
            onClose();
          }}
        >
          {t(sell ? "close.sell" : "close.buy", { size: formatSizeShort(size), base: market.base })}
        </button>
      </div>
    </Dialog>
  );
}
