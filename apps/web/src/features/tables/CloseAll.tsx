"use client";

import { useState } from "react";
import { Dialog } from "../../components/Dialog";
import type { App } from "../../lib/app/App";
import { useApp, useT } from "../../lib/app/context";
import { type Dec, sub, sum, ZERO } from "../../lib/decimal/dec";
import { formatSignedUsd } from "../../lib/decimal/format";
import { isDone } from "../../lib/feed/AccountFeed";
import { closePosition, closingSize, estimateClose } from "./closing";
import { type PositionFigures, SideTag, toneOf, usePositions } from "./PositionsTable";

/** All positions at market, after a list of what that means (P6). */
export function CloseAllButton() {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="link-button"
        data-testid="close-all"
        onClick={() => setOpen(true)}
      >
        {t("closeAll.action")}
      </button>
      {open && <CloseAllDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function CloseAllDialog({ onClose }: { onClose(): void }) {
  const t = useT();
  const app = useApp();
  const rows = [...usePositions()].sort(byNotional);
  const results = rows.map((row) => resultOf(app, row));
  const total: Dec = sum(results.map((result) => result ?? ZERO));
  return (
    <Dialog title={t("closeAll.title")} onClose={onClose} sheet>
      <div className="mini-form">
        <p className="dialog-text">{t("closeAll.text")}</p>
        <dl className="preview">
          {rows.map((row, index) => (
            <div key={row.market.ticker}>
              <dt>
                {row.market.ticker} <SideTag size={row.position.size} leverage={row.leverage} />
              </dt>
              <dd className={toneOf(results[index] ?? null)}>
                {formatSignedUsd(results[index] ?? null)}
              </dd>
            </div>
          ))}
          <div>
            <dt>{t("closeAll.total")}</dt>
            <dd className={toneOf(total)}>{formatSignedUsd(total)}</dd>
          </div>
        </dl>
        <button
          type="button"
          className="button primary block large"
          data-testid="close-all-confirm"
          onClick={() => {
            void closeAll(app, rows);
            onClose();
          }}
        >
          {t("closeAll.confirm", { count: rows.length })}
        </button>
      </div>
    </Dialog>
  );
}

const byNotional = (a: PositionFigures, b: PositionFigures): number => {
  const [left, right] = [a.notional ?? ZERO, b.notional ?? ZERO];
  return left === right ? 0 : left < right ? 1 : -1;
};

function resultOf(app: App, row: PositionFigures): Dec | null {
  const { realised, fee } = estimateClose(app, row, closingSize(row, 100));
  return realised === null || fee === null ? null : sub(realised, fee);
}

/** Resting orders go first, so that none of them opens again what is being closed. */
async function closeAll(app: App, rows: readonly PositionFigures[]): Promise<void> {
  const open = [...app.account.orders.values()].filter((order) => !isDone(order));
  if (open.length > 0) await app.desk.cancelAll(open);
  for (const row of rows) await closePosition(app, row, 100);
}
