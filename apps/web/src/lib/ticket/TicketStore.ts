import type { Side } from "../exchange/types";
import type { Emitter } from "../feed/Emitter";

export type SizeUnit = "base" | "quote" | "percent";
export type OrderType = "limit" | "market";

/** What a person has typed into the ticket. The unit they typed in stays authoritative (T5). */
export interface Draft {
  side: Side;
  type: OrderType;
  price: string;
  size: string;
  unit: SizeUnit;
  postOnly: boolean;
  reduceOnly: boolean;
  immediate: boolean;
  /** Slippage tolerance of market orders in per cent. */
  tolerance: string;
}

const EMPTY: Draft = {
  side: "BUY",
  type: "limit",
  price: "",
  size: "",
  unit: "base",
  postOnly: false,
  reduceOnly: false,
  immediate: false,
  tolerance: "1",
};

/** Reduce-only implies immediate without changing what the person chose themselves. */
export const isImmediate = (draft: Draft): boolean =>
  draft.type === "market" || draft.immediate || draft.reduceOnly;

/** Drafts per market: switching away and back loses nothing, and prices never cross markets. */
export class TicketStore {
  private readonly drafts = new Map<string, Draft>();

  constructor(private readonly emitter: Emitter) {}

  get(market: string): Draft {
    return this.drafts.get(market) ?? EMPTY;
  }

  update(market: string, patch: Partial<Draft>): void {
    const next = { ...this.get(market), ...patch };
    // The protocol excludes: post-only rests, IOC never does, reduce-only needs IOC (clob 9003).
    if (patch.postOnly) Object.assign(next, { immediate: false, reduceOnly: false });
    if (patch.immediate) next.postOnly = false;
    if (patch.reduceOnly) next.postOnly = false;
    if (patch.immediate === false) next.reduceOnly = false;
    this.drafts.set(market, next);
    this.emitter.now("ticket");
  }

  /** A price picked from book or chart: any ticket becomes a limit order (B6). */
  pickPrice(market: string, price: string): void {
    this.update(market, { type: "limit", price });
  }
}
