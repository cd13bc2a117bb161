"use client";

import { Check } from "../../components/Choice";
import { useApp, useT } from "../../lib/app/context";
import { isImmediate } from "../../lib/ticket/TicketStore";
import type { TicketModel } from "./useTicket";

/** Only what the network accepts: reduce-only implies immediate-or-cancel (clob 9003). */
export function OrderOptions({ model }: { model: TicketModel }) {
  const t = useT();
  const app = useApp();
  const { draft, market } = model;
  const update = (patch: Parameters<typeof app.ticket.update>[1]): void =>
    app.ticket.update(market.ticker, patch);
  const limit = draft.type === "limit";
  return (
    <div className="order-options">
      {limit && (
        <Check
          label={t("ticket.postOnly")}
          title={t("ticket.postOnlyHint")}
          checked={draft.postOnly}
          onChange={(postOnly) => update({ postOnly })}
        />
      )}
      {limit && (
        <Check
          label={t("ticket.ioc")}
          title={t("ticket.iocHint")}
          checked={isImmediate(draft)}
          onChange={(immediate) => update({ immediate })}
        />
      )}
      <Check
        label={t("ticket.reduceOnly")}
        title={t("ticket.reduceOnlyHint")}
        checked={draft.reduceOnly}
        onChange={(reduceOnly) => update({ reduceOnly })}
      />
    </div>
  );
}
