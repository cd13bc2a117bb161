"use client";

import { useEffect, useRef } from "react";
import { Field } from "../../components/Field";
import { useApp, useT } from "../../lib/app/context";
import { type Dec, ZERO } from "../../lib/decimal/dec";
import { formatPercent, formatPrice, parseInput, toField } from "../../lib/decimal/format";
import type { Problem } from "../../lib/ticket/problems";
import type { TicketModel } from "./useTicket";

/** Limit price with bid / mid / ask helpers and tick steps, or the market order's tolerance. */
export function PriceField({ model }: { model: TicketModel }) {
  const app = useApp();
  const { draft, market, mid } = model;
  const prefilled = useRef<string | null>(null);
  useEffect(() => {
    // Pre-filled once with the mid (v4-web #820); a price that was typed or picked stays.
    if (prefilled.current === market.ticker || mid === null) return;
    prefilled.current = market.ticker;
    if (app.ticket.get(market.ticker).price === "") {
      app.ticket.update(market.ticker, { price: toField(mid, market.tick) });
    }
  }, [app, market, mid]);
  return draft.type === "limit" ? <LimitPrice model={model} /> : <Tolerance model={model} />;
}

function LimitPrice({ model }: { model: TicketModel }) {
  const t = useT();
  const app = useApp();
  const { draft, market, bestBid, bestAsk, mid, problems } = model;
  const set = (price: string): void => app.ticket.update(market.ticker, { price });
  const step = (ticks: number): void => {
    const current = parseInput(draft.price) ?? mid;
    if (current === null) return;
    const next = (current + market.tick * BigInt(ticks)) as Dec;
    if (next > ZERO) set(toField(next, market.tick));
  };
  const helper = (label: string, price: Dec | null) => (
    <button
      type="button"
      className="link-button"
      disabled={price === null}
      onClick={() => price !== null && set(toField(price, market.tick))}
    >
      {label}
    </button>
  );
  return (
    <Field
      name="price"
      label={t("ticket.price")}
      value={draft.price}
      onChange={set}
      numeric
      unit="USD"
      bad={problems.some((p) => BAD_PRICE.has(p.kind))}
      helper={
        <span className="helpers">
          {helper(t("ticket.bid"), bestBid)}
          {helper(t("ticket.mid"), mid)}
          {helper(t("ticket.ask"), bestAsk)}
        </span>
      }
      note={<PriceNote model={model} onFix={set} />}
      onBlur={() => {
        const typed = parseInput(draft.price);
        if (typed !== null && typed > ZERO) set(toField(typed, market.tick));
      }}
      onKeyDown={(event) => {
        const ticks = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (!ticks) return;
        event.preventDefault();
        step(event.shiftKey ? ticks * 10 : ticks);
      }}
    />
  );
}

const BAD_PRICE: ReadonlySet<Problem["kind"]> = new Set([
  "priceInvalid",
  "priceZero",
  "wouldCross",
  "farFromOracle",
]);

function PriceNote({ model, onFix }: { model: TicketModel; onFix(price: string): void }) {
  const t = useT();
  const { market, problems } = model;
  const unreadable = problems.find((p) => p.kind === "priceInvalid" || p.kind === "priceZero");
  if (unreadable) return <>{t(`problem.${unreadable.kind}`)}</>;
  const fixable =
    problems.find((p) => p.kind === "wouldCross") ?? problems.find((p) => p.kind === "offTick");
  if (fixable) {
    const price = formatPrice(fixable.fixPrice, market.tick);
    return (
      <>
        {t(`problem.${fixable.kind}`, { tick: market.tickText })}
        <button
          type="button"
          className="link-button"
          onClick={() => onFix(toField(fixable.fixPrice, market.tick))}
        >
          {t("fix.price", { price })}
        </button>
      </>
    );
  }
  const far = problems.find((p) => p.kind === "farFromOracle");
  if (far) return <>{t("problem.farFromOracle", { distance: formatPercent(far.distance, 1) })}</>;
  return null;
}

/** Market orders carry a worst price; the tolerance is the trader's (T15). */
function Tolerance({ model }: { model: TicketModel }) {
  const t = useT();
  const app = useApp();
  const { draft, market, order } = model;
  return (
    <Field
      name="tolerance"
      label={t("ticket.tolerance")}
      value={draft.tolerance}
      onChange={(tolerance) => app.ticket.update(market.ticker, { tolerance })}
      numeric
      unit="%"
      helper={
        <span>
          {t(draft.side === "BUY" ? "ticket.worstBuy" : "ticket.worstSell", {
            price: order.price > ZERO ? formatPrice(order.price, market.tick) : "—",
          })}
        </span>
      }
      onBlur={() => {
        const typed = Number(parseInput(draft.tolerance) ?? 0n) / 1e24;
        const clamped = Math.min(5, Math.max(0.05, typed || 1));
        app.ticket.update(market.ticker, { tolerance: String(clamped) });
      }}
    />
  );
}
