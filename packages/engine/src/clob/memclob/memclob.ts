import { must } from "../../math/index.js";
import { idKey } from "../../perpetuals/index.js";
import {
  CancelTable,
  FastBook,
  Field,
  HeightLists,
  type LimitBook,
  NONE,
  OrderTable,
} from "../book/index.js";
import type { ClobPair } from "../clobPair.js";
import { DueIndex } from "../dueIndex.js";
import { fillAmount } from "../fillAmounts.js";
import { goodTilBlock, isBuy, type Order } from "../order.js";
import { isShortTerm, type OrderId } from "../orderId.js";
import { RateLimiter } from "../rateLimits.js";
import type { OptimisticRates } from "../settlement/optimisticFees.js";
import type { ClobKernel } from "../state.js";
import { AccountInterner } from "./accounts.js";
import { FillFilter } from "./fillFilter.js";
import { Market } from "./market.js";
import { OffChainOutbox } from "./offchain.js";
import { OperationsQueue } from "./operationsQueue.js";
import { StreamOutbox } from "./stream.js";

/** An order that matched optimistically. */
interface MatchedOrder {
  readonly order: Order;
  readonly filled: bigint;
}

/**
 * The node's own order books and everything around them that is memory (clob.md §4.1). Rebuilt from
 * state after a restart.
 * Fill amounts are state; those of matches since the last commit are kept here by handle until a
 * block confirms them.
 */
export class MemClob {
  readonly accounts = new AccountInterner();
  readonly orders = new OrderTable();
  readonly fillFilter = new FillFilter(this.accounts);
  readonly queue = new OperationsQueue();
  readonly offchain = new OffChainOutbox();
  readonly stream = new StreamOutbox();
  readonly rateLimiter = new RateLimiter(this.accounts);
  /** Fill amounts by the height that prunes them, and stateful orders by their good-til time. */
  readonly prunable = new DueIndex();
  readonly expiries = new DueIndex();
  /**
   * Ids that matched since the last commit: the latest order, and the fill amount with those
   * matches.
   */
  readonly matched = new Map<number, MatchedOrder>();
  /** Fee rates by owner since the last commit, see `optimisticRates`. */
  readonly feeRates = new Map<string, OptimisticRates>();
  readonly expiring = new HeightLists(this.orders, {
    height: Field.GoodTil,
    next: Field.GoodTilNext,
    previous: Field.GoodTilPrevious,
  });
  readonly cancels = new CancelTable();
  /** Whether a commit is being digested: messages then blame no transaction (clob.md §10.1). */
  isReplaying = false;
  /**
   * Says whether the permissioned key of a resting order's transaction is gone; set by the
   * application.
   */
  isKeyExpired: ((tx: Uint8Array) => boolean) | undefined;
  /** Transactions that were signed through authenticators: the only ones whose key can go. */
  readonly permissioned = new WeakSet<Uint8Array>();
  /**
   * Whether transfers or leverage updates of transactions that no block holds yet are in the check
   * state: matches that lean on them fail in a block, where operations come first.
   */
  isCheckStateAhead = false;
  /** Books are usable: set by the first PreBlock (clob.md §3.1, error 47). */
  initialised = false;

  private readonly markets: (Market | undefined)[] = [];
  /** By handle: the resting order, and beside it its transaction. */
  private readonly resting: (Order | Uint8Array | undefined)[] = [];

  /** The market of a pair in state, kept equal to it; undefined for an unknown pair. */
  market(k: ClobKernel, clobPairId: number): Market | undefined {
    const known = this.markets[clobPairId];
    const { revision } = k.clob.pairs;
    if (known !== undefined && known.revision === revision) return known;
    const pair = k.clob.pairs.get(idKey(clobPairId));
    if (pair === undefined) return known;
    const market = known?.pair === pair ? known : this.marketOf(pair, known);
    market.revision = revision;
    this.markets[clobPairId] = market;
    return market;
  }

  private marketOf(pair: ClobPair, known: Market | undefined): Market {
    return known === undefined
      ? new Market(pair, this.createBook(pair.subticksPerTick))
      : known.withPair(
          pair,
          () => this.createBook(pair.subticksPerTick),
          this.orders,
          (h) => this.order(h).subticks,
        );
  }

  /** An empty book; the reference engine of the tests has one of its own. */
  protected createBook(subticksPerTick: number): LimitBook {
    return new FastBook(this.orders, subticksPerTick);
  }

  allMarkets(): Market[] {
    return this.markets.filter((m) => m !== undefined);
  }

  /** The handle of an id, or NONE. */
  find(id: OrderId): number {
    const account = this.accounts.indexOf(id.subaccountId);
    return this.orders.find(account, id.clientId, id.orderFlags, id.clobPairId);
  }

  /** A handle for an id that has none. */
  create(id: OrderId): number {
    const account = this.accounts.indexOf(id.subaccountId);
    return this.orders.create(account, id.clientId, id.orderFlags, id.clobPairId);
  }

  intern(id: OrderId): number {
    const account = this.accounts.indexOf(id.subaccountId);
    return this.orders.intern(account, id.clientId, id.orderFlags, id.clobPairId);
  }

  /** The handle of an id if it rests, else NONE. */
  findResting(id: OrderId): number {
    const h = this.find(id);
    return h !== NONE && this.orders.isResting(h) ? h : NONE;
  }

  /** The resting order of a handle. */
  order(h: number): Order {
    return must(this.resting[2 * h], "the handle has a resting order") as Order;
  }

  /** The signed transaction of a resting short-term order. */
  txOf(h: number): Uint8Array | undefined {
    return this.resting[2 * h + 1] as Uint8Array | undefined;
  }

  /** Puts an order at the tail of its price. */
  rest(
    market: Market,
    h: number,
    order: Order,
    remaining: bigint,
    tx: Uint8Array | undefined,
  ): void {
    market.book.rest(h, isBuy(order), order.subticks, market.lotsOf(remaining));
    this.resting[2 * h] = order;
    this.resting[2 * h + 1] = tx;
    if (isShortTerm(order.orderId)) this.expiring.add(h, goodTilBlock(order));
    if (order.reduceOnly) this.noteReduceOnly(market, h);
    this.stream.rested(order, order.quantums - remaining);
  }

  /** Takes a resting order off its book. PERF: the order itself, cold memory, is not read. */
  unrest(market: Market, h: number): void {
    market.book.remove(h);
    if (this.orders.get(h, Field.GoodTil) !== 0) this.expiring.remove(h);
    if (market.reduceOnly.size !== 0) {
      market.reduceOnly.get(this.orders.get(h, Field.Subaccount))?.delete(h);
    }
    if (this.stream.enabled) this.stream.removed(this.order(h).orderId);
    this.resting[2 * h] = undefined;
    this.resting[2 * h + 1] = undefined;
    this.orders.release(h);
  }

  /** Open size of a resting order in quantums. */
  remainingOf(k: ClobKernel, market: Market, h: number): bigint {
    const lots = this.orders.lots(h);
    if (Market.isExact(lots)) return BigInt(lots) * market.step;
    const order = this.order(h);
    return (
      order.quantums - this.fillAmountOf(k, h, this.orders.get(h, Field.Subaccount), order.orderId)
    );
  }

  /**
   * The fill amount of an id in the check state: committed, with what matched since. `h` is its
   * handle or NONE, `account` the index of its subaccount.
   * PERF: most ids never traded, and the filter says so without building a key.
   */
  fillAmountOf(k: ClobKernel, h: number, account: number, id: OrderId): bigint {
    const matched = h === NONE ? undefined : this.matched.get(h);
    if (matched !== undefined) return matched.filled;
    return this.fillFilter.mayHave(account, id) ? fillAmount(k, id) : 0n;
  }

  /** Remembers that an order matched, up to a total of `filled`. */
  noteMatched(h: number, order: Order, filled: bigint): void {
    this.orders.pin(h);
    this.matched.set(h, { order, filled });
  }

  /** Forgets the matches of before a commit. */
  clearMatched(): void {
    for (const h of this.matched.keys()) this.orders.unpin(h);
    this.matched.clear();
  }

  private noteReduceOnly(market: Market, h: number): void {
    const account = this.orders.get(h, Field.Subaccount);
    const handles = market.reduceOnly.get(account);
    if (handles === undefined) market.reduceOnly.set(account, new Set([h]));
    else handles.add(h);
  }
}

export function createMemClob(): MemClob {
  return new MemClob();
}
