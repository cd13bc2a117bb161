"use client";

import { useRef, useState } from "react";
import { cx } from "../../components/cx";
import { useApp, useFeed, useT } from "../../lib/app/context";
import { ZERO } from "../../lib/decimal/dec";
import { formatPrice, formatSizeShort, formatUsd } from "../../lib/decimal/format";
import type { Translate } from "../../lib/i18n/translate";
import { isBlocking, type Problem } from "../../lib/ticket/problems";
import { openDialog } from "../shell/dialogs";
import type { TicketModel } from "./useTicket";

/** Two identical orders this close together are a double click or a held key (T20). */
const DOUBLE_SUBMIT_MS = 400;

/** The button says the whole action; what is in the way is said beside it, never by greying out. */
export function SubmitButton({
  model,
  onPlaced,
}: {
  model: TicketModel;
  onPlaced?: (() => void) | undefined;
}) {
  const t = useT();
  const app = useApp();
  const phase = useFeed("wallet", (a) => a.wallet.phase);
  const accountPhase = useFeed("account", (a) => a.account.phase);
  const equity = model.preview.before.risk.equity;
  const lastSent = useRef<{ key: string; at: number } | null>(null);
  const [nudged, setNudged] = useState(false);
  const { draft, market, order, problems } = model;
  const side = order.side === "BUY" ? "fill-buy" : "fill-sell";

  if (phase !== "unlocked") {
    const locked = phase === "locked";
    return (
      <button
        type="button"
        className="button primary block large"
        data-testid="submit"
        onClick={() => openDialog(locked ? "unlock" : "createWallet")}
      >
        {t(locked ? "submit.unlock" : "submit.createWallet")}
      </button>
    );
  }
  if ((accountPhase === "empty" || accountPhase === "ready") && equity <= ZERO) {
    return (
      <button
        type="button"
        className="button primary block large"
        data-testid="submit"
        onClick={() => openDialog(app.endpoints.faucet ? "faucet" : "deposit")}
      >
        {t(app.endpoints.faucet ? "submit.getFunds" : "submit.deposit")}
      </button>
    );
  }

  const blocking = problems.filter(isBlocking);
  const submit = (): void => {
    if (blocking.length > 0) {
      setNudged(true);
      focusField(blocking[0]);
      return;
    }
    const key = JSON.stringify([draft, order.size.toString(), order.price.toString()]);
    const now = performance.now();
    if (lastSent.current?.key === key && now - lastSent.current.at < DOUBLE_SUBMIT_MS) return;
    lastSent.current = { key, at: now };
    setNudged(false);
    void app.desk.place({
      market,
      side: order.side,
      size: order.size,
      price: order.price,
      isMarket: order.type === "market",
      immediate: order.immediate,
      postOnly: order.postOnly,
      reduceOnly: order.reduceOnly,
    });
    app.ticket.update(market.ticker, {
      size: "",
      unit: draft.unit === "percent" ? "base" : draft.unit,
    });
    // After the submit event: a sheet that closes during it would cancel it.
    if (onPlaced) setTimeout(onPlaced, 0);
  };
  const message = blocking.find((problem) => nudged || !QUIET.has(problem.kind));
  return (
    <>
      {message && SPOKEN.has(message.kind) && (
        <p className="ticket-problem" role="alert">
          {problemText(message, t)}
        </p>
      )}
      <button
        type="submit"
        className={cx("button block large", side)}
        data-testid="submit"
        onClick={submit}
      >
        {submitText(model, t)}
      </button>
    </>
  );
}

/** Not worth saying before the button was pressed: the form has just been opened. */
const QUIET = new Set<Problem["kind"]>(["sizeMissing", "priceMissing"]);
/** The others stand next to their field already. */
const SPOKEN = new Set<Problem["kind"]>([
  "sizeMissing",
  "priceMissing",
  "noCollateral",
  "emptyBook",
  "reduceNothing",
  "equityTier",
  "marketClosed",
  "staleBook",
]);

function problemText(problem: Problem, t: Translate): string {
  switch (problem.kind) {
    case "staleBook":
      return t("problem.staleBook", { seconds: problem.ageSeconds });
    case "sizeMissing":
    case "priceMissing":
    case "noCollateral":
    case "emptyBook":
    case "reduceNothing":
    case "equityTier":
    case "marketClosed":
      return t(`problem.${problem.kind}`);
    default:
      return "";
  }
}

function submitText({ market, order, preview }: TicketModel, t: Translate): string {
  const buy = order.side === "BUY";
  if (order.size === ZERO) return t(buy ? "submit.buy" : "submit.sell", { base: market.base });
  const params = {
    size: formatSizeShort(order.size),
    base: market.base,
    price: formatPrice(order.price, market.tick),
    value: formatUsd(preview.notional),
  };
  if (order.type === "market") return t(buy ? "submit.buyMarket" : "submit.sellMarket", params);
  if (order.immediate) return t(buy ? "submit.buyNow" : "submit.sellNow", params);
  return t(buy ? "submit.buyLimit" : "submit.sellLimit", params);
}

function focusField(problem: Problem | undefined): void {
  const onPrice = problem?.kind.startsWith("price") || problem?.kind === "wouldCross";
  const name = onPrice ? "price" : "size";
  document.querySelector<HTMLInputElement>(`.ticket-form input[name="${name}"]`)?.focus();
}
