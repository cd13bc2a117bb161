"use client";

import { Dialog } from "../../components/Dialog";
import { useT } from "../../lib/app/context";
import { OrderBook } from "../book/OrderBook";
import { TicketForm } from "../ticket/Ticket";

/** A sheet with the form on the left and a compact book on the right; a tap on it fills a price. */
export function PhoneTicket({ ticker, onClose }: { ticker: string; onClose(): void }) {
  const t = useT();
  return (
    <Dialog title={t("phone.order", { ticker })} onClose={onClose} sheet>
      <div className="phone-ticket">
        <TicketForm ticker={ticker} onPlaced={onClose} />
        <OrderBook ticker={ticker} rows={5} />
      </div>
    </Dialog>
  );
}
