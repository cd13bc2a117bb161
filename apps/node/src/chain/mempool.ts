/** A refusal by the node, not by the exchange: a JSON-RPC error for the client (wire.md §4.1). */
export class MempoolError extends Error {
  override readonly name = "MempoolError";

  constructor(
    readonly code: "IN_CACHE" | "FULL" | "TOO_LARGE" | "ACCOUNT_FULL",
    message: string,
  ) {
    super(message);
  }
}

export interface MempoolLimits {
  /** Transactions that wait for a block. */
  readonly maxTxs: number;
  /** Their bytes together. */
  readonly maxBytes: number;
  /** Bytes of one transaction. */
  readonly maxTxBytes: number;
  /** Hashes remembered to refuse the same bytes again. */
  readonly cacheSize: number;
  /** Waiting transactions of one account. */
  readonly maxPerAccount: number;
  /** Arrivals whose signatures are being verified or which wait for their check. */
  readonly maxInFlight: number;
}

/** CometBFT's defaults as dYdX sets them (app.md §1.1); the last two are our own. */
export const DEFAULT_MEMPOOL_LIMITS: MempoolLimits = {
  maxTxs: 100_000,
  maxBytes: 1_073_741_824,
  maxTxBytes: 1_048_576,
  cacheSize: 100_000,
  maxPerAccount: 1_000,
  maxInFlight: 20_000,
};

export interface PendingTx {
  readonly hash: string;
  readonly bytes: Uint8Array;
  /** Account whose share of the pool it takes. */
  readonly sender: string;
}

/**
 * Transactions that wait for a block, in order of arrival, and the memory of bytes seen before:
 * identical bytes are refused even when the first try failed (app.md §1.6). Bounded in every
 * direction; whoever meets a bound is told which.
 */
export class Mempool {
  private readonly waiting = new Map<string, PendingTx>();
  private readonly bySender = new Map<string, number>();
  /** Insertion order is age: the oldest leaves first. */
  private readonly seen = new Set<string>();
  /**
   * Short-term transactions of this block: never proposed, but listed like any other (wire.md
   * §3.5).
   */
  private passing: Uint8Array[] = [];
  private inFlight = 0;
  private waitingBytes = 0;

  constructor(private readonly limits: MempoolLimits = DEFAULT_MEMPOOL_LIMITS) {}

  /** Notes a new arrival; throws when it may not even be checked. */
  admit(hash: string, bytes: Uint8Array): void {
    const { maxTxBytes, maxTxs, maxBytes, maxInFlight, cacheSize } = this.limits;
    if (bytes.length > maxTxBytes) {
      const text = `Tx too large. Max size is ${maxTxBytes}, but got ${bytes.length}`;
      throw new MempoolError("TOO_LARGE", text);
    }
    if (this.waiting.size >= maxTxs || this.waitingBytes + bytes.length > maxBytes) {
      const count = `number of txs ${this.waiting.size} (max: ${maxTxs})`;
      const size = `total txs bytes ${this.waitingBytes} (max: ${maxBytes})`;
      throw new MempoolError("FULL", `mempool is full: ${count}, ${size}`);
    }
    if (this.inFlight >= maxInFlight) {
      const text = `node is busy: ${this.inFlight} txs wait for their check (max: ${maxInFlight})`;
      throw new MempoolError("FULL", `${text}; send again later`);
    }
    if (this.seen.has(hash)) throw new MempoolError("IN_CACHE", "tx already exists in cache");
    this.inFlight++;
    this.seen.add(hash);
    if (this.seen.size > cacheSize) {
      for (const oldest of this.seen) {
        this.seen.delete(oldest);
        break;
      }
    }
  }

  /** The arrival was checked, whatever came of it. */
  settle(): void {
    this.inFlight--;
  }

  /**
   * Refuses a transaction of an account whose share is used up. Only checked transactions count, so
   * nobody can use up another account's share.
   */
  admitSender(hash: string, sender: string): void {
    const { maxPerAccount } = this.limits;
    if ((this.bySender.get(sender) ?? 0) < maxPerAccount) return;
    this.seen.delete(hash); // It was not judged: the same bytes may come again.
    throw new MempoolError(
      "ACCOUNT_FULL",
      `${sender} has ${maxPerAccount} txs waiting (max: ${maxPerAccount}); send again after a block`,
    );
  }

  add(tx: PendingTx): void {
    this.waiting.set(tx.hash, tx);
    this.waitingBytes += tx.bytes.length;
    this.bySender.set(tx.sender, (this.bySender.get(tx.sender) ?? 0) + 1);
  }

  /** A short-term transaction went to the books. */
  pass(bytes: Uint8Array): void {
    if (this.passing.length < this.limits.maxTxs) this.passing.push(bytes);
  }

  remove(hash: string): void {
    const tx = this.waiting.get(hash);
    if (tx === undefined) return;
    this.waiting.delete(hash);
    this.waitingBytes -= tx.bytes.length;
    const left = (this.bySender.get(tx.sender) ?? 1) - 1;
    if (left > 0) this.bySender.set(tx.sender, left);
    else this.bySender.delete(tx.sender);
  }

  /** A block ends the stay of short-term transactions. */
  clearPassing(): void {
    this.passing = [];
  }

  /** All transactions that wait for a block, oldest first. */
  all(): PendingTx[] {
    return [...this.waiting.values()];
  }

  /** What `unconfirmed_txs` lists: waiting ones, then the short-term ones of this block. */
  listed(limit: number): Uint8Array[] {
    const out: Uint8Array[] = [];
    for (const { bytes } of this.waiting.values()) {
      if (out.length >= limit) return out;
      out.push(bytes);
    }
    return [...out, ...this.passing.slice(0, limit - out.length)];
  }

  /** Waiting for a block. */
  get size(): number {
    return this.waiting.size;
  }

  /** Waiting for their check. */
  get checking(): number {
    return this.inFlight;
  }

  /** Number and bytes of all that `listed` knows. */
  totals(): { count: number; bytes: number } {
    const bytes = this.passing.reduce((sum, tx) => sum + tx.length, this.waitingBytes);
    return { count: this.waiting.size + this.passing.length, bytes };
  }
}
