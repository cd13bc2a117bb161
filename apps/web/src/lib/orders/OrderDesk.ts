import { type Dec, roundTo, stepsOf, ZERO } from "../decimal/dec";
import type { Exchange, SubaccountRef } from "../exchange/Exchange";
import type { BroadcastResult } from "../exchange/node";
import { parseOrder } from "../exchange/parse";
import type { Fill, Market, Order, Side } from "../exchange/types";
import type { AccountFeed } from "../feed/AccountFeed";
import type { Emitter } from "../feed/Emitter";
import type { OrderIntent } from "../wallet/intents";
import type { OrderToasts } from "./OrderToasts";
import type { TxSender } from "./TxSender";

export interface OrderRequest {
  market: Market;
  side: Side;
  size: Dec;
  /** Limit price, or the worst acceptable price of a market order. */
  price: Dec;
  isMarket: boolean;
  immediate: boolean;
  postOnly: boolean;
  reduceOnly: boolean;
}

export type LocalState = "signing" | "sent" | "accepted" | "unknown" | "rejected" | "seen";

/** An order from the moment of the click until the stream shows it (web.md §3.5). */
export interface LocalOrder extends OrderRequest {
  clientId: number;
  flags: 0 | 64;
  state: LocalState;
  createdAt: number;
  filled: Dec;
}

export interface DeskContext {
  exchange: Exchange;
  emitter: Emitter;
  account: AccountFeed;
  sender: TxSender;
  toasts: OrderToasts;
  /** Newest block known; null before the first. */
  height(): number | null;
}

/** Blocks that a short-term order stays valid; the chain allows at most 40 (wire.md §2.4). */
const SHORT_TERM_BLOCKS = 20;
export const GOOD_TIL_DAYS = 28;
const DAY_SECONDS = 86_400;
/** No news this long after acceptance is "not confirmed yet", never "failed" (S1). */
const UNKNOWN_AFTER_MS = 3000;
const CHECK_DELAYS_MS = [1000, 2000, 4000, 8000];

/**
 * Places and cancels. Local orders are shown within a frame, keyed by a client id that is drawn
 * before signing; the stream then takes over. Local news never overrides the chain's.
 */
export class OrderDesk {
  local: ReadonlyMap<number, LocalOrder> = new Map();
  /** Orders with a cancel under way. */
  canceling: ReadonlySet<string> = new Set();

  constructor(private readonly context: DeskContext) {
    context.account.onOrder = (order) => this.sawOrder(order);
    context.account.onFill = (fill) => this.sawFill(fill);
  }

  async place(request: OrderRequest): Promise<LocalOrder> {
    const shortTerm = request.isMarket || request.immediate;
    const order: LocalOrder = {
      ...request,
      clientId: randomClientId(),
      flags: shortTerm ? 0 : 64,
      state: "signing",
      createdAt: Date.now(),
      filled: ZERO,
    };
    this.setLocal(order);
    this.context.toasts.submitted(order);
    const result = await this.send(order);
    if (result.code !== 0) {
      // A broken connection may have delivered the order; only an answer is a refusal.
      if (result.code === UNREACHABLE) return this.becomeUnknown(order.clientId) ?? order;
      this.context.toasts.rejected(order, result);
      return this.transition(order.clientId, "rejected") ?? order;
    }
    const accepted = this.transition(order.clientId, "accepted");
    if (accepted) {
      this.context.toasts.accepted(accepted);
      setTimeout(() => this.checkNews(order.clientId), UNKNOWN_AFTER_MS);
    }
    return accepted ?? order;
  }

  private async send(order: LocalOrder): Promise<BroadcastResult> {
    try {
      const intent = await this.intentOf(order);
      return await this.context.sender.send(intent, {
        onSigned: () => this.transition(order.clientId, "sent"),
      });
    } catch (error) {
      const sent = this.local.get(order.clientId)?.state === "sent";
      const log = error instanceof Error ? error.message : String(error);
      return { code: sent ? UNREACHABLE : LOCAL_FAILURE, codespace: "web", log, hash: "" };
    }
  }

  private async intentOf(order: LocalOrder): Promise<OrderIntent> {
    const { market } = order;
    const ref = this.subaccount();
    const stepBaseQuantums = BigInt(market.stepBaseQuantums);
    const subticksPerTick = BigInt(market.subticksPerTick);
    const size = roundTo(order.size, market.step, "down");
    const goodTil =
      order.flags === 0
        ? { block: (await this.currentHeight()) + SHORT_TERM_BLOCKS }
        : { unixSeconds: Math.floor(Date.now() / 1000) + GOOD_TIL_DAYS * DAY_SECONDS };
    return {
      kind: "placeOrder",
      subaccountNumber: ref.subaccountNumber,
      clientId: order.clientId,
      clobPairId: market.clobPairId,
      flags: order.flags,
      side: order.side,
      quantums: stepsOf(size, market.step) * stepBaseQuantums,
      subticks: stepsOf(order.price, market.tick) * subticksPerTick,
      stepBaseQuantums,
      subticksPerTick,
      goodTil,
      timeInForce: order.flags === 0 ? "IOC" : order.postOnly ? "POST_ONLY" : "GTT",
      reduceOnly: order.reduceOnly,
      isMarket: order.isMarket,
    };
  }

  async cancel(order: Order): Promise<void> {
    this.canceling = new Set(this.canceling).add(order.id);
    this.context.emitter.mark("account");
    this.context.toasts.canceling(order);
    const result = await this.sendCancel(order);
    if (result.code === 0) return;
    this.clearCanceling(order.id);
    this.context.toasts.cancelFailed(order, result);
  }

  private async sendCancel(order: Order): Promise<BroadcastResult> {
    try {
      const goodTil =
        order.flags === 0
          ? { block: order.goodTilBlock ?? (await this.currentHeight()) + SHORT_TERM_BLOCKS }
          : { unixSeconds: cancelTime(order) };
      return await this.context.sender.send({
        kind: "cancelOrder",
        subaccountNumber: this.subaccount().subaccountNumber,
        clientId: order.clientId,
        clobPairId: order.clobPairId,
        flags: order.flags,
        goodTil,
      });
    } catch (error) {
      const log = error instanceof Error ? error.message : String(error);
      return { code: LOCAL_FAILURE, codespace: "web", log, hash: "" };
    }
  }

  /** Stateful cancels are limited to two a block, so they go one after another. */
  async cancelAll(orders: readonly Order[]): Promise<void> {
    for (const order of orders) await this.cancel(order);
  }

  /**
   * Moves a resting order: the chain refuses to replace stateful orders, so the new one is placed
   * first and the old one is cancelled when the new one was accepted; a refusal loses nothing.
   */
  async move(order: Order, market: Market, price: Dec): Promise<void> {
    const size = (order.size - order.filled) as Dec;
    const placed = await this.place({
      market,
      side: order.side,
      size,
      price,
      isMarket: false,
      immediate: false,
      postOnly: order.postOnly,
      reduceOnly: false,
    });
    if (placed.state === "accepted" || placed.state === "seen") await this.cancel(order);
  }

  private sawOrder(order: Order): void {
    if (order.status === "canceled" || order.status === "filled" || order.status === "canceling") {
      this.clearCanceling(order.id);
    }
    const local = this.local.get(order.clientId);
    if (local) this.removeLocal(order.clientId);
    this.context.toasts.progressed(order);
  }

  private sawFill(fill: Fill): void {
    const order = fill.orderId ? this.context.account.orders.get(fill.orderId) : undefined;
    this.context.toasts.filled(fill, order);
  }

  private becomeUnknown(clientId: number): LocalOrder | null {
    const order = this.transition(clientId, "unknown");
    if (!order) return null;
    this.context.toasts.unknown(order);
    void this.pollOutcome(clientId);
    return order;
  }

  private checkNews(clientId: number): void {
    if (this.local.get(clientId)?.state === "accepted") this.becomeUnknown(clientId);
  }

  /** Asks the indexer by client id until it knows, or until the order can no longer happen. */
  private async pollOutcome(clientId: number): Promise<void> {
    const ref = this.subaccount();
    for (const delay of CHECK_DELAYS_MS) {
      await new Promise((resolve) => setTimeout(resolve, delay));
      if (!this.local.has(clientId)) return;
      const orders = await this.context.exchange.orders(ref, 50).catch(() => []);
      const found = orders.find((order) => Number(order.clientId) === clientId);
      if (found) {
        this.context.account.adopt(found);
        this.sawOrder(parseOrder(found));
        return;
      }
    }
    const order = this.local.get(clientId);
    if (!order) return;
    this.removeLocal(clientId);
    if (order.flags === 0) this.context.toasts.nothingFilled(order);
    else this.context.toasts.stillUnknown(order);
  }

  private subaccount(): SubaccountRef {
    const { ref } = this.context.account;
    if (!ref) throw new Error("no account is open");
    return ref;
  }

  private async currentHeight(): Promise<number> {
    return this.context.height() ?? Number((await this.context.exchange.height()).height);
  }

  private setLocal(order: LocalOrder): void {
    this.local = new Map(this.local).set(order.clientId, order);
    this.context.emitter.mark("account");
  }

  private transition(clientId: number, state: LocalState): LocalOrder | null {
    const order = this.local.get(clientId);
    if (!order) return null;
    const next = { ...order, state };
    if (state === "rejected") this.removeLocal(clientId);
    else this.setLocal(next);
    return next;
  }

  private removeLocal(clientId: number): void {
    const next = new Map(this.local);
    next.delete(clientId);
    this.local = next;
    this.context.emitter.mark("account");
  }

  private clearCanceling(id: string): void {
    if (!this.canceling.has(id)) return;
    const next = new Set(this.canceling);
    next.delete(id);
    this.canceling = next;
    this.context.emitter.mark("account");
  }
}

/** The request left but no answer came back. */
export const UNREACHABLE = -2;
/** Nothing was sent. */
export const LOCAL_FAILURE = -3;

/** A cancel must not expire before its order (clob.md); some slack costs nothing. */
const cancelTime = (order: Order): number =>
  order.goodTilTime !== null
    ? Math.floor(order.goodTilTime / 1000)
    : Math.floor(Date.now() / 1000) + GOOD_TIL_DAYS * DAY_SECONDS;

const randomClientId = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
