import type { LimitBook, OrderTable } from "../book/index.js";
import type { ClobPair } from "../clobPair.js";
import { perpetualIdOf } from "../clobPair.js";

/** A market of the memclob: its pair's numbers and its book. */
export class Market {
  readonly perpetualId: number;
  /** Revision of the store of pairs that this market was found equal to. */
  revision = Number.NaN;
  readonly step: bigint;
  private readonly stepNumber: number;
  /**
   * Resting reduce-only orders by account index: only legs of reduce-only TWAPs ever rest (clob.md
   * §4.6).
   */
  readonly reduceOnly = new Map<number, Set<number>>();

  constructor(
    readonly pair: ClobPair,
    readonly book: LimitBook,
  ) {
    this.perpetualId = perpetualIdOf(pair);
    this.step = pair.stepBaseQuantums;
    this.stepNumber = Number(pair.stepBaseQuantums);
  }

  /** Quantums as lots for the book; sizes beyond 2^53 − 1 lots saturate, see `isExact`. */
  lotsOf(quantums: bigint): number {
    const n = Number(quantums);
    if (n <= Number.MAX_SAFE_INTEGER && this.stepNumber <= Number.MAX_SAFE_INTEGER) {
      return Math.floor(n / this.stepNumber);
    }
    const lots = quantums / this.step;
    return lots < BigInt(Number.MAX_SAFE_INTEGER) ? Number(lots) : Number.MAX_SAFE_INTEGER;
  }

  /** Whether `lots` is the true size; a saturated one is looked up from the order and its fills. */
  static isExact(lots: number): boolean {
    return lots < Number.MAX_SAFE_INTEGER;
  }

  /**
   * The market after a change of its pair; a finer tick re-enters every order in priority order.
   */
  withPair(
    pair: ClobPair,
    createBook: () => LimitBook,
    orders: OrderTable,
    subticksOf: (order: number) => bigint,
  ): Market {
    const sameGrid =
      pair.subticksPerTick === this.pair.subticksPerTick &&
      pair.stepBaseQuantums === this.pair.stepBaseQuantums;
    if (sameGrid) return this.copyWith(pair, this.book);
    const ratio = Number(this.pair.stepBaseQuantums / pair.stepBaseQuantums);
    const book = createBook();
    for (const isBuy of [true, false]) {
      for (let h = this.book.best(isBuy); h !== -1; h = this.book.best(isBuy)) {
        const lots = orders.lots(h);
        this.book.remove(h);
        const finer = lots * ratio;
        book.rest(h, isBuy, subticksOf(h), Math.min(finer, Number.MAX_SAFE_INTEGER));
      }
    }
    return this.copyWith(pair, book);
  }

  private copyWith(pair: ClobPair, book: LimitBook): Market {
    const next = new Market(pair, book);
    for (const [account, handles] of this.reduceOnly) next.reduceOnly.set(account, handles);
    return next;
  }
}
