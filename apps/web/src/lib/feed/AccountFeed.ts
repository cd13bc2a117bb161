import { type Dec, sum, ZERO } from "../decimal/dec";
import type { Exchange, SubaccountRef } from "../exchange/Exchange";
import {
  parseFill,
  parseOrder,
  parsePosition,
  parseTransfer,
  signedAsset,
} from "../exchange/parse";
import type { Fill, Order, Position, Transfer } from "../exchange/types";
import type {
  WireOrder,
  WireSubaccount,
  WireSubaccountSnapshot,
  WireSubaccountUpdate,
} from "../exchange/wire";
import type { Emitter } from "./Emitter";

const HISTORY = 100;
/** After account events the snapshot is read again: it knows unsettled funding, updates do not. */
const REFRESH_DELAY_MS = 1500;

export type AccountPhase = "none" | "loading" | "empty" | "ready";

/**
 * One subaccount: balance, positions, orders, fills, transfers. The stream is the truth; queries
 * fill in history. Every change makes new collections, so selectors compare by identity.
 */
export class AccountFeed {
  ref: SubaccountRef | null = null;
  phase: AccountPhase = "none";
  quote: Dec = ZERO;
  positions: ReadonlyMap<string, Position> = new Map();
  orders: ReadonlyMap<string, Order> = new Map();
  fills: readonly Fill[] = [];
  transfers: readonly Transfer[] = [];
  historyFailed = false;
  /** Told of every order and fill as it arrives, for toasts and reconciliation. */
  onOrder: ((order: Order) => void) | null = null;
  onFill: ((fill: Fill) => void) | null = null;
  onTransfer: ((transfer: Transfer) => void) | null = null;
  /** The account has been seen on the chain for the first time. */
  onReady: (() => void) | null = null;
  private leave: (() => void) | null = null;
  private refreshTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly exchange: Exchange,
    private readonly emitter: Emitter,
  ) {}

  open(ref: SubaccountRef | null): void {
    this.leave?.();
    this.leave = null;
    this.ref = ref;
    this.phase = ref ? "loading" : "none";
    this.quote = ZERO;
    this.positions = new Map();
    this.orders = new Map();
    this.fills = [];
    this.transfers = [];
    this.historyFailed = false;
    this.emitter.mark("account");
    if (!ref) return;
    this.leave = this.exchange.streams.subscribe(
      { name: "v4_subaccounts", id: `${ref.address}/${ref.subaccountNumber}` },
      {
        snapshot: (contents) => this.reset(contents as WireSubaccountSnapshot),
        update: (items) => {
          for (const item of items as WireSubaccountUpdate[]) this.apply(item);
        },
      },
    );
  }

  /** The account is known to exist: read its history once. */
  private becomeReady(): void {
    const first = this.phase !== "ready";
    this.phase = "ready";
    if (!first || !this.ref) return;
    void this.loadHistory(this.ref);
    this.onReady?.();
  }

  async loadHistory(ref: SubaccountRef): Promise<void> {
    try {
      const [orders, fills, transfers] = await Promise.all([
        this.exchange.orders(ref, HISTORY),
        this.exchange.fills(ref, HISTORY),
        this.exchange.transfers(ref, HISTORY).catch(() => []),
      ]);
      if (this.ref !== ref) return;
      this.mergeOrders(orders, false);
      this.fills = newestFirst([...this.fills, ...fills.map(parseFill)]);
      this.transfers = newestTransfers([...this.transfers, ...transfers.map(parseTransfer)]);
      this.historyFailed = false;
    } catch {
      // The indexer is away: the tables say so and offer a retry.
      if (this.ref === ref) this.historyFailed = true;
    }
    this.emitter.mark("account");
  }

  private reset(snapshot: WireSubaccountSnapshot): void {
    if (!snapshot.subaccount) {
      this.phase = "empty";
      this.emitter.mark("account");
      return;
    }
    this.setSubaccount(snapshot.subaccount);
    // What was open but is no longer listed ended while the stream was away; history tells how.
    const listed = new Set((snapshot.orders ?? []).map((order) => order.id));
    const kept = [...this.orders].filter(([id, order]) => listed.has(id) || isDone(order));
    const lost = this.orders.size - kept.length;
    this.orders = new Map(kept);
    this.mergeOrders(snapshot.orders ?? [], false);
    if (lost > 0 && this.ref) void this.loadHistory(this.ref);
  }

  private setSubaccount(wire: WireSubaccount): void {
    this.becomeReady();
    this.quote = sum(
      Object.values(wire.assetPositions)
        .filter((asset) => asset.symbol === "USDC")
        .map(signedAsset),
    );
    this.positions = new Map(
      Object.values(wire.openPerpetualPositions).map((p) => [p.market, parsePosition(p)]),
    );
    this.emitter.mark("account");
  }

  private apply(update: WireSubaccountUpdate): void {
    this.becomeReady();
    if (update.perpetualPositions) this.applyPositions(update.perpetualPositions);
    for (const asset of update.assetPositions ?? []) {
      if (asset.symbol === "USDC") this.quote = signedAsset(asset);
    }
    if (update.orders) this.mergeOrders(update.orders, true);
    if (update.fills) {
      const fills = update.fills.map(parseFill);
      this.fills = newestFirst([...fills, ...this.fills]);
      for (const fill of fills) this.onFill?.(fill);
    }
    if (update.transfers) {
      const transfer = parseTransfer(update.transfers);
      this.transfers = newestTransfers([transfer, ...this.transfers]);
      this.onTransfer?.(transfer);
    }
    this.emitter.mark("account");
    this.scheduleRefresh();
  }

  private applyPositions(wire: NonNullable<WireSubaccountUpdate["perpetualPositions"]>): void {
    const next = new Map(this.positions);
    for (const item of wire) {
      const position = parsePosition(item);
      if (item.status !== "OPEN" || position.size === ZERO) next.delete(item.market);
      else next.set(item.market, position);
    }
    this.positions = next;
  }

  private mergeOrders(wire: readonly WireOrder[], announce: boolean): void {
    const next = new Map(this.orders);
    for (const item of wire) {
      const known = next.get(item.id);
      const order = parseOrder(item, known);
      if (known && !supersedes(order, known)) continue;
      next.set(order.id, order);
      if (announce) this.onOrder?.(order);
    }
    this.orders = next;
    this.emitter.mark("account");
  }

  /** Short-term orders end with their last block, announced or not (api.md §3.9). */
  expire(height: number): void {
    const over = [...this.orders.values()].filter(
      (order) => !isDone(order) && order.goodTilBlock !== null && order.goodTilBlock < height,
    );
    if (over.length === 0) return;
    const next = new Map(this.orders);
    for (const order of over) {
      const removalReason = order.removalReason ?? "ORDER_REMOVAL_REASON_EXPIRED";
      next.set(order.id, { ...order, status: "canceled", removalReason });
    }
    this.orders = next;
    this.emitter.mark("account");
  }

  /** Takes in an order that a query found before the stream told of it. */
  adopt(wire: WireOrder): void {
    this.mergeOrders([wire], false);
  }

  private scheduleRefresh(): void {
    if (this.refreshTimer) return;
    this.refreshTimer = setTimeout(() => {
      this.refreshTimer = null;
      void this.refresh();
    }, REFRESH_DELAY_MS);
  }

  private async refresh(): Promise<void> {
    const { ref } = this;
    if (!ref) return;
    try {
      const wire = await this.exchange.subaccount(ref);
      if (wire && this.ref === ref) this.setSubaccount(wire);
    } catch {
      // The stream goes on; the next event asks again.
    }
  }
}

export const isDone = (order: Order): boolean =>
  order.status === "filled" || order.status === "canceled";

/** Higher height wins, then terminal over live (web.md §3.5); a finished order never re-opens. */
export function supersedes(next: Order, known: Order): boolean {
  if (isDone(known) && !isDone(next)) return next.updatedAtHeight > known.updatedAtHeight;
  return true;
}

function newestFirst(fills: Fill[]): Fill[] {
  const unique = new Map(fills.map((fill) => [fill.id, fill]));
  return [...unique.values()].sort((a, b) => b.time - a.time || b.height - a.height);
}

/** Stream transfers carry no id; hash, kind, size and height identify them. */
function newestTransfers(transfers: Transfer[]): Transfer[] {
  const identity = (t: Transfer): string => `${t.transactionHash}-${t.kind}-${t.size}-${t.height}`;
  const unique = new Map(transfers.map((transfer) => [identity(transfer), transfer]));
  return [...unique.values()].sort((a, b) => b.time - a.time);
}
