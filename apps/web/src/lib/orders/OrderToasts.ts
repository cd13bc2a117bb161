import { add, type Dec, div, mul, sub, toText, ZERO } from "../decimal/dec";
import { formatPrice, formatSizeShort } from "../decimal/format";
import type { BroadcastResult } from "../exchange/node";
import type { Fill, Market, Order, Side } from "../exchange/types";
import type { Message } from "../i18n/translate";
import type { ToastStore, ToastTone } from "../toasts/ToastStore";
import type { LocalOrder } from "./OrderDesk";
import { refusalReason, removalReason } from "./reasons";

type Markets = () => ReadonlyMap<string, Market>;

/** The story of each order in one toast that updates in place (S1). */
export class OrderToasts {
  /** Orders of this session by client id; others stay silent but for fills. */
  private readonly mine = new Map<number, { size: Dec; filled: Dec; quote: Dec }>();

  constructor(
    private readonly toasts: ToastStore,
    private readonly markets: Markets,
  ) {}

  submitted(order: LocalOrder): void {
    this.mine.set(order.clientId, tracked(order));
    this.show(order.clientId, "progress", this.titleOf(order), {
      detail: { key: "toast.submitting" },
      step: { key: "toast.step.sent" },
    });
  }

  accepted(order: LocalOrder): void {
    this.show(order.clientId, "progress", this.titleOf(order), {
      detail: { key: "toast.accepted" },
      step: { key: "toast.step.accepted" },
    });
  }

  rejected(order: LocalOrder, result: BroadcastResult): void {
    this.mine.delete(order.clientId);
    const detail: Message =
      result.codespace === "web"
        ? { key: "reason.notSent", params: { log: result.log.slice(0, 120) } }
        : refusalReason(result);
    this.show(
      order.clientId,
      "bad",
      { key: "toast.rejected", params: this.nameOf(order) },
      {
        detail,
        step: { key: "toast.step.rejected" },
      },
    );
  }

  unknown(order: LocalOrder): void {
    this.show(order.clientId, "warn", this.titleOf(order), { detail: { key: "toast.unknown" } });
  }

  stillUnknown(order: LocalOrder): void {
    this.show(order.clientId, "warn", this.titleOf(order), {
      detail: { key: "toast.stillUnknown" },
    });
  }

  nothingFilled(order: LocalOrder): void {
    this.mine.delete(order.clientId);
    this.show(order.clientId, "neutral", this.titleOf(order), {
      detail: { key: "toast.nothingFilled" },
    });
  }

  /** An order message of the stream. */
  progressed(order: Order): void {
    if (!this.mine.has(order.clientId)) return;
    const title = this.titleOf(order);
    // Immediate orders pass through the book's memory too, but they never rest there.
    const rests = !order.isMarket && order.timeInForce === "GTT";
    if (order.status === "open" && rests) {
      this.show(order.clientId, "good", title, {
        detail: { key: "toast.resting", params: { price: this.price(order) } },
        step: { key: "toast.step.open" },
      });
    } else if (order.status === "canceled" || order.status === "canceling") {
      this.ended(order, title);
    }
  }

  private ended(order: Order, title: Message): void {
    const reason = removalReason(order.removalReason);
    const byUser = order.removalReason?.endsWith("USER_CANCELED");
    const known = this.mine.get(order.clientId);
    // An IOC order that filled in part reports its end as a removal; the fill toast says it all.
    if (known && known.filled > 0n && !byUser) return;
    this.show(order.clientId, byUser ? "neutral" : "warn", title, {
      detail: reason ?? { key: "toast.cancelled" },
      step: { key: "toast.step.cancelled" },
    });
    if (order.status === "canceled") this.mine.delete(order.clientId);
  }

  filled(fill: Fill, order: Order | undefined): void {
    const clientId = order?.clientId;
    const id = clientId === undefined ? `fill-${fill.id}` : clientId;
    const known = clientId === undefined ? undefined : this.mine.get(clientId);
    if (known) {
      known.filled = add(known.filled, fill.size);
      known.quote = add(known.quote, mul(fill.size, fill.price));
    }
    const average = known && known.quote > 0n ? div(known.quote, known.filled) : fill.price;
    const total = known?.filled ?? fill.size;
    const whole = known === undefined || total >= known.size;
    const params = {
      side: fill.side,
      size: formatSizeShort(total),
      base: this.base(fill.market),
      of: known ? toText(known.size) : "",
      price: this.formatted(fill.market, average),
    };
    const key = whole ? "toast.filled" : "toast.partial";
    this.show(
      id,
      "good",
      { key: sided(key, fill.side), params },
      {
        detail: { key: "toast.filledAt", params },
        step: { key: whole ? "toast.step.filled" : "toast.step.partial" },
      },
    );
  }

  canceling(order: Order): void {
    this.mine.set(order.clientId, tracked(order));
    this.show(order.clientId, "progress", this.titleOf(order), {
      detail: { key: "toast.canceling" },
    });
  }

  cancelFailed(order: Order, result: BroadcastResult): void {
    this.show(
      order.clientId,
      "bad",
      { key: "toast.cancelFailed", params: this.nameOf(order) },
      {
        detail: refusalReason(result),
      },
    );
  }

  private show(
    id: number | string,
    tone: ToastTone,
    title: Message,
    rest: { detail?: Message; step?: Message },
  ): void {
    this.toasts.show({ id: `order-${id}`, tone, title, ...rest });
  }

  private titleOf(order: LocalOrder | Order): Message {
    const params = this.nameOf(order);
    const kind = order.isMarket ? "toast.title.market" : "toast.title.limit";
    return { key: sided(kind, order.side), params };
  }

  private nameOf(order: LocalOrder | Order): Record<string, string> {
    const market = typeof order.market === "string" ? order.market : order.market.ticker;
    return {
      size: formatSizeShort(order.size),
      base: this.base(market),
      price: this.formatted(market, order.price),
    };
  }

  private price(order: Order): string {
    return this.formatted(order.market, order.price);
  }

  private formatted(ticker: string, price: Dec): string {
    const market = this.markets().get(ticker);
    return market ? formatPrice(price, market.tick) : toText(price);
  }

  private base(ticker: string): string {
    return this.markets().get(ticker)?.base ?? ticker;
  }
}

type SidedKey = "toast.title.market" | "toast.title.limit" | "toast.filled" | "toast.partial";
const sided = <K extends SidedKey>(key: K, side: Side): `${K}.${Lowercase<Side>}` =>
  `${key}.${side.toLowerCase() as Lowercase<Side>}`;

/** Fills before the toast began are not part of its average. */
const tracked = (order: LocalOrder | Order): { size: Dec; filled: Dec; quote: Dec } => ({
  size: sub(order.size, order.filled),
  filled: ZERO,
  quote: ZERO,
});
