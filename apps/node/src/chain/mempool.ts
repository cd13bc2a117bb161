/** A refusal before the engine sees a transaction: a JSON-RPC error for the client (wire.md §4.1). */
export class MempoolError extends Error {
  override readonly name = "MempoolError";

  constructor(
    readonly code: "IN_CACHE" | "FULL" | "TOO_LARGE",
    message: string,
  ) {
    super(message);
  }
}

export interface MempoolLimits {
  readonly maxTxs: number;
  readonly maxTxBytes: number;
  readonly cacheSize: number;
}

/** CometBFT's defaults as dYdX sets them (app.md §1.1). */
export const DEFAULT_MEMPOOL_LIMITS: MempoolLimits = {
  maxTxs: 100_000,
  maxTxBytes: 1_048_576,
  cacheSize: 100_000,
};

export interface PendingTx {
  readonly hash: string;
  readonly bytes: Uint8Array;
}

/**
 * Transactions that wait for a block, in order of arrival, and the memory of bytes seen before: identical bytes are refused even when the first
 * try failed (app.md §1.6).
 */
export class Mempool {
  private readonly waiting = new Map<string, PendingTx>();
  /** Insertion order is age: the oldest leaves first. */
  private readonly seen = new Set<string>();

  constructor(private readonly limits: MempoolLimits = DEFAULT_MEMPOOL_LIMITS) {}

  /** Notes a new arrival; throws when it may not even be checked. */
  admit(hash: string, bytes: Uint8Array): void {
    if (bytes.length > this.limits.maxTxBytes) {
      const text = `Tx too large. Max size is ${this.limits.maxTxBytes}, but got ${bytes.length}`;
      throw new MempoolError("TOO_LARGE", text);
    }
    if (this.waiting.size >= this.limits.maxTxs) {
      const text = `mempool is full: number of txs ${this.waiting.size} (max: ${this.limits.maxTxs})`;
      throw new MempoolError("FULL", text);
    }
    if (this.seen.has(hash)) throw new MempoolError("IN_CACHE", "tx already exists in cache");
    this.seen.add(hash);
    if (this.seen.size > this.limits.cacheSize) {
      for (const oldest of this.seen) {
        this.seen.delete(oldest);
        break;
      }
    }
  }

  add(tx: PendingTx): void {
    this.waiting.set(tx.hash, tx);
  }

  remove(hash: string): void {
    this.waiting.delete(hash);
  }

  /** All waiting transactions, oldest first. */
  all(): PendingTx[] {
    return [...this.waiting.values()];
  }

  get size(): number {
    return this.waiting.size;
  }

  get bytes(): number {
    let total = 0;
    for (const tx of this.waiting.values()) total += tx.bytes.length;
    return total;
  }
}
