import { type ClobKernel, mustClobPair, type Order, orderKey } from "../../src/clob/index.js";
import { compareReplacement } from "../../src/clob/order.js";
import type { OrderId } from "../../src/clob/orderId.js";
import { feePpm } from "../../src/feetiers/index.js";
import { mulPpmUp } from "../../src/math/index.js";
import { isRejection } from "../../src/state/index.js";
import {
  getSubaccount,
  positionSize,
  subaccountKey,
  UpdateResult,
  updateForMatch,
} from "../../src/subaccounts/index.js";

const SUCCESS = "success";
const IOC = 1;
const POST_ONLY = 2;

/**
 * The memclob of clob.md §4 written for reading: lists, maps with text keys, BigInt, the general
 * settlement. It follows the same rules as
 * the fast one and shares nothing of its structures; only short-term orders of one market.
 */
export class NaiveMemclob {
  /** Resting orders in order of arrival. */
  private resting: Order[] = [];
  private readonly fills = new Map<string, bigint>();
  private readonly cancels = new Map<string, number>();
  private readonly matched = new Map<string, Order>();
  readonly messages: string[] = [];
  readonly matches: string[] = [];

  constructor(
    private readonly k: ClobKernel,
    private readonly height: number,
  ) {}

  /** Returns the code of the refusal, 0 when accepted. */
  place(order: Order): number {
    const refused = this.validate(order);
    if (refused !== 0) return refused;
    const id = order.orderId.clientId;
    const old = this.find(order.orderId);
    if (old !== undefined) this.messages.push(`remove ${id} (11)`);
    this.messages.push(`place ${id}`);
    const mark = this.k.registry.journal.mark();
    const loop = this.match(order, order.quantums - this.filled(order));
    for (const { maker, reason } of loop.removals) {
      this.drop(maker);
      this.messages.push(`remove ${maker.orderId.clientId} (${reason})`);
    }
    if (old !== undefined) this.drop(old);
    if (loop.status === "post-only" || loop.status === "isolated") {
      this.k.registry.journal.revert(mark);
      this.messages.push(`remove ${id} (${loop.status === "post-only" ? 6 : 15})`);
      return loop.status === "post-only" ? 2003 : 2005;
    }
    if (loop.fills.length > 0) this.commit(order, loop.fills);
    if (loop.status === "undercollateralized") {
      this.messages.push(`remove ${id} (3)`);
      return 0;
    }
    if (loop.status === "resized") {
      this.messages.push(`remove ${id} (9)`);
      return 0;
    }
    if (loop.remaining > 0n && order.timeInForce === IOC) {
      this.messages.push(`remove ${id} (7)`);
      return 0;
    }
    if (loop.remaining > 0n) this.resting.push(order);
    this.messages.push(`update ${id} = ${order.quantums - loop.remaining}`);
    return 0;
  }

  cancel(id: OrderId, goodTil: number): number {
    if (goodTil <= this.height) return 10;
    if (goodTil > this.height + 41) return 11;
    const key = orderKey(id);
    if ((this.cancels.get(key) ?? 0) >= goodTil) return 9;
    this.cancels.set(key, goodTil);
    const order = this.find(id);
    if (order !== undefined && goodTil >= (order.goodTilBlock ?? 0)) this.drop(order);
    this.messages.push(`remove ${id.clientId} (2)`);
    return 0;
  }

  /** Priority of a side as client ids with open sizes. */
  side(isBuy: boolean): string[] {
    return this.sorted(isBuy).map((o) => `${o.orderId.clientId}: ${o.quantums - this.filled(o)}`);
  }

  private validate(order: Order): number {
    const goodTil = order.goodTilBlock ?? 0;
    if (goodTil <= this.height) return 10;
    if (goodTil > this.height + 41) return 11;
    const key = orderKey(order.orderId);
    if ((this.cancels.get(key) ?? 0) >= goodTil) return 7;
    const resting = this.find(order.orderId);
    const existing = resting ?? this.matched.get(key);
    if (existing !== undefined) {
      if (compareReplacement(order, existing) <= 0) return 20;
      if (existing.side !== order.side) return 20;
      if (existing.timeInForce !== order.timeInForce) return 20;
      if (existing.reduceOnly !== order.reduceOnly) return 20;
    }
    const filled = this.filled(order);
    const step = mustClobPair(this.k, order.orderId.clobPairId).stepBaseQuantums;
    if (order.quantums - filled < step) return 24;
    if (order.reduceOnly && this.reducible(order) === 0n) return 2001;
    if (order.timeInForce === IOC && filled > 0n) return resting === undefined ? 2004 : 20;
    return 0;
  }

  private match(taker: Order, size: bigint) {
    const fills: { maker: Order; quantums: bigint }[] = [];
    const removals: { maker: Order; reason: number }[] = [];
    let remaining = size;
    let status: string = SUCCESS;
    for (const maker of this.sorted(taker.side !== 1)) {
      if (remaining === 0n) break;
      const crosses =
        taker.side === 1 ? taker.subticks >= maker.subticks : taker.subticks <= maker.subticks;
      if (!crosses) break;
      if (account(maker) === account(taker)) {
        removals.push({ maker, reason: 5 });
        continue;
      }
      let quantums = smaller(remaining, maker.quantums - this.filled(maker));
      if (taker.reduceOnly) quantums = smaller(quantums, this.reducible(taker));
      const mark = this.k.registry.journal.mark();
      const [takerResult, makerResult] = this.settle(taker, maker, quantums);
      if (makerResult !== UpdateResult.Success) removals.push({ maker, reason: 3 });
      if (takerResult === UpdateResult.ViolatesIsolatedSubaccountConstraints) status = "isolated";
      else if (takerResult !== UpdateResult.Success) status = "undercollateralized";
      if (status !== SUCCESS) break;
      if (makerResult !== UpdateResult.Success) continue;
      if (taker.timeInForce === POST_ONLY) {
        this.k.registry.journal.revert(mark);
        status = "post-only";
        break;
      }
      fills.push({ maker, quantums });
      remaining -= quantums;
      if (taker.reduceOnly && remaining > 0n && this.position(taker) === 0n) {
        status = "resized";
        break;
      }
    }
    return { fills, removals, remaining, status };
  }

  private settle(taker: Order, maker: Order, quantums: bigint): [UpdateResult, UpdateResult] {
    const quote = (maker.subticks * quantums) / 1_000_000_000n;
    const fee = (o: Order, isTaker: boolean) =>
      mulPpmUp(
        quote,
        feePpm(this.k, o.orderId.subaccountId.owner, isTaker, o.orderId.clobPairId, {
          refereeMinimumTierIndex: 0,
        }),
      );
    const sign = taker.side === 1 ? 1n : -1n;
    const result = updateForMatch(
      this.k,
      taker.orderId.subaccountId,
      maker.orderId.subaccountId,
      taker.orderId.clobPairId,
      sign * quantums,
      -sign * quote - fee(taker, true),
      sign * quote - fee(maker, false),
    );
    if (isRejection(result)) throw new Error(result.log);
    return [result.taker, result.maker];
  }

  private commit(taker: Order, fills: readonly { maker: Order; quantums: bigint }[]): void {
    const add = (o: Order, quantums: bigint) => {
      const total = this.filled(o) + quantums;
      this.fills.set(orderKey(o.orderId), total);
      this.matched.set(orderKey(o.orderId), o);
      return total;
    };
    for (const { maker, quantums } of fills) {
      const total = add(maker, quantums);
      if (total === maker.quantums) this.drop(maker);
      this.messages.push(`update ${maker.orderId.clientId} = ${total}`);
      add(taker, quantums);
    }
    const list = fills.map((f) => `${f.maker.orderId.clientId} ${f.quantums}`).join();
    this.matches.push(`${taker.orderId.clientId}: ${list}`);
  }

  private find(id: OrderId): Order | undefined {
    return this.resting.find((o) => orderKey(o.orderId) === orderKey(id));
  }

  private drop(order: Order): void {
    this.resting = this.resting.filter((o) => o !== order);
  }

  private filled(order: Order): bigint {
    return this.fills.get(orderKey(order.orderId)) ?? 0n;
  }

  private sorted(isBuy: boolean): Order[] {
    const sign = isBuy ? -1 : 1;
    return this.resting
      .filter((o) => (o.side === 1) === isBuy)
      .sort((a, b) => (a.subticks === b.subticks ? 0 : a.subticks < b.subticks ? -sign : sign));
  }

  private position(order: Order): bigint {
    const s = getSubaccount(this.k, order.orderId.subaccountId);
    return positionSize(s, order.orderId.clobPairId);
  }

  /** What the order could take off its owner's position. */
  private reducible(order: Order): bigint {
    const size = this.position(order);
    if (order.side === 1) return size < 0n ? -size : 0n;
    return size > 0n ? size : 0n;
  }
}

function account(order: Order): string {
  return subaccountKey(order.orderId.subaccountId);
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
