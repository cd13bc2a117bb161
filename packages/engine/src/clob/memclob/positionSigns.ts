import { sign } from "../../math/index.js";
import {
  getSubaccount,
  positionSize,
  type SubaccountId,
  subaccountKey,
} from "../../subaccounts/index.js";
import { compareOrderIds } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import type { Market } from "./market.js";
import type { LoopFill } from "./matchingLoop.js";
import { BEST_EFFORT_CANCELED, Reason } from "./offchain.js";
import { blame } from "./place.js";
import { queueReduceOnlyRemoval } from "./reduceOnlyRemoval.js";

/** Signs of positions before a matching loop, to see which accounts crossed zero (clob.md §4.6). */
export class PositionSigns {
  private readonly signs = new Map<string, { readonly id: SubaccountId; readonly sign: number }>();

  private constructor(
    private readonly k: ClobKernel,
    private readonly perpetualId: number,
  ) {}

  /**
   * Notes the taker before its loop. PERF: undefined while no reduce-only order rests in the
   * market, which is almost always.
   */
  static before(k: ClobKernel, market: Market, taker: SubaccountId): PositionSigns | undefined {
    if (market.reduceOnly.size === 0) return undefined;
    const signs = new PositionSigns(k, market.perpetualId);
    signs.note(taker, 0n);
    return signs;
  }

  /** Takes resting reduce-only orders of accounts whose position closed or turned off the book. */
  cancelReduceOnly(market: Market, fills: readonly LoopFill[]): void {
    const { k } = this;
    const mc = k.memclob;
    this.noteMakers(fills);
    for (const id of this.changed()) {
      const handles = market.reduceOnly.get(mc.accounts.indexOf(id));
      if (handles === undefined) continue;
      const orders = [...handles].map((h) => ({ h, order: mc.order(h) }));
      orders.sort((a, b) => compareOrderIds(a.order.orderId, b.order.orderId));
      for (const { h, order } of orders) {
        mc.unrest(market, h);
        const resized = Reason.ORDER_REMOVAL_REASON_REDUCE_ONLY_RESIZE;
        mc.offchain.remove(order.orderId, resized, BEST_EFFORT_CANCELED, blame(k));
        queueReduceOnlyRemoval(k, market, order);
      }
    }
  }

  /** Notes an account's sign as it was before `change` was added to its position. */
  private note(id: SubaccountId, change: bigint): void {
    const size = positionSize(getSubaccount(this.k, id), this.perpetualId);
    this.signs.set(subaccountKey(id), { id, sign: sign(size - change) });
  }

  private noteMakers(fills: readonly LoopFill[]): void {
    const net = new Map<string, { readonly id: SubaccountId; readonly change: bigint }>();
    for (const { maker, quantums } of fills) {
      const id = maker.orderId.subaccountId;
      const key = subaccountKey(id);
      const change = maker.side === 1 ? quantums : -quantums;
      net.set(key, { id, change: (net.get(key)?.change ?? 0n) + change });
    }
    for (const { id, change } of net.values()) this.note(id, change);
  }

  /** Accounts whose sign changed, by owner and number. */
  private changed(): SubaccountId[] {
    return [...this.signs.values()]
      .sort(({ id: a }, { id: b }) =>
        a.owner === b.owner ? a.number - b.number : a.owner < b.owner ? -1 : 1,
      )
      .filter(({ id, sign: was }) => {
        return sign(positionSize(getSubaccount(this.k, id), this.perpetualId)) !== was;
      })
      .map(({ id }) => id);
  }
}
