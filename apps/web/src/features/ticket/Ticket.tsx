"use client";

import { Segmented } from "../../components/Choice";
import { useApp, useT } from "../../lib/app/context";
import { div, ONE } from "../../lib/decimal/dec";
import { formatLeverage } from "../../lib/decimal/format";
import { AccountBox } from "./AccountBox";
import { OrderOptions } from "./OrderOptions";
import { PreviewRows } from "./PreviewRows";
import { PriceField } from "./PriceField";
import { SizeField } from "./SizeField";
import { SubmitButton } from "./SubmitButton";
import { type TicketModel, useTicket } from "./useTicket";

export function TicketPanel({ ticker }: { ticker: string }) {
  const t = useT();
  return (
    <section
      className="panel area-ticket ticket"
      aria-label={t("ticket.label")}
      data-testid="ticket"
    >
      <TicketForm ticker={ticker} />
      <AccountBox />
    </section>
  );
}

export function TicketForm({ ticker, onPlaced }: { ticker: string; onPlaced?(): void }) {
  const model = useTicket(ticker);
  if (!model) return <TicketSkeleton />;
  return (
    <form className="ticket-form" onSubmit={(event) => event.preventDefault()} noValidate>
      <MarginRow model={model} />
      <SideAndType model={model} />
      <PriceField model={model} />
      <SizeField model={model} />
      <OrderOptions model={model} />
      <PreviewRows model={model} />
      <SubmitButton model={model} onPlaced={onPlaced} />
    </form>
  );
}

/** What the margin rules are: cross or isolated, and the most leverage they allow here. */
function MarginRow({ model }: { model: TicketModel }) {
  const t = useT();
  const { market, preview } = model;
  const most = formatLeverage(div(ONE, market.initialFraction)).replace(".0", "");
  return (
    <div className="margin-row">
      <span
        className="chip"
        title={t(market.isolated ? "ticket.isolatedHint" : "ticket.crossHint")}
      >
        <b>{t(market.isolated ? "ticket.isolated" : "ticket.cross")}</b>
      </span>
      <span className="chip" title={t("ticket.leverageHint", { most })}>
        <b>{formatLeverage(preview.before.risk.leverage)}</b>
        {t("ticket.ofLeverage", { most })}
      </span>
    </div>
  );
}

function SideAndType({ model }: { model: TicketModel }) {
  const t = useT();
  const app = useApp();
  const { draft, market } = model;
  const update = (patch: Parameters<typeof app.ticket.update>[1]): void =>
    app.ticket.update(market.ticker, patch);
  return (
    <>
      <Segmented
        className="side"
        label={t("ticket.side")}
        value={draft.side}
        options={[
          { value: "BUY", label: t("ticket.buy") },
          { value: "SELL", label: t("ticket.sell"), className: "sell-side" },
        ]}
        onChange={(side) => update({ side })}
      />
      <Segmented
        label={t("ticket.type")}
        value={draft.type}
        options={[
          { value: "limit", label: t("ticket.limit") },
          { value: "market", label: t("ticket.market") },
        ]}
        onChange={(type) => update({ type })}
      />
    </>
  );
}

/** The form's geometry before the market list arrives, so that nothing jumps (X6). */
function TicketSkeleton() {
  return (
    <div className="ticket-form" aria-busy="true">
      {[32, 34, 34, 57, 57, 30, 120, 44].map((height, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of placeholders.
        <span key={index} className={`skeleton block h${height}`} />
      ))}
    </div>
  );
}
