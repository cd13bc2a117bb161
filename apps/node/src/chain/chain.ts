import { createHash } from "node:crypto";
import { type Block, type CheckResult, Exchange, Mode, PANIC } from "@perpetua/engine";
import { AppError, type Logger } from "@perpetua/telemetry";
import { type ValidatorIdentity, validatorOf } from "../consensus/validator.js";
import { hashHeader, headerOf } from "./blockHeader.js";
import type { BlockLog } from "./blockLog.js";
import { Mempool, type MempoolLimits } from "./mempool.js";
import { type BlockRecord, recordOf } from "./record.js";
import { senderOf } from "./sender.js";
import type { SnapshotStore } from "./snapshots.js";
import type { VerifyPool } from "./verifyPool.js";

/** Off-chain updates as they leave the engine, in order. */
export type OffchainMessages = CheckResult["offchain"];

/** Order flags of TWAP suborders (clob.md §1.1). */
const TWAP_SUBORDER = 256;

export interface NodeListener {
  /** A block is durable and committed. */
  onBlock?(record: BlockRecord): void;
  /** Order updates for `to-vulcan`. */
  onOffchain?(messages: OffchainMessages): void;
}

export interface ChainOptions {
  readonly genesis: unknown;
  readonly log: BlockLog;
  readonly snapshots: SnapshotStore;
  readonly verifier: VerifyPool;
  readonly logger: Logger;
  /** A snapshot is written after every so many blocks. */
  readonly snapshotEvery: number;
  readonly mempool?: MempoolLimits;
}

export interface SubmitResult {
  readonly hash: string;
  readonly check: CheckResult;
}

/**
 * The chain of one node: engine, block log, snapshots and mempool, and nothing of consensus.
 * Drivers (solo, comet) feed it blocks; RPC feeds it
 * transactions. All engine calls happen here, on one thread, one after another.
 */
export class Chain {
  readonly mempool: Mempool;
  readonly validator: ValidatorIdentity;
  private readonly listeners: NodeListener[] = [];
  /** Arrivals are checked strictly in order, though their signatures are verified in parallel. */
  private tail: Promise<unknown> = Promise.resolve();
  /** The write of the newest block. */
  private writing: Promise<void> = Promise.resolve();

  private constructor(
    readonly exchange: Exchange,
    /** The genesis message for `to-ender`. */
    readonly genesisMessage: Uint8Array,
    readonly genesis: unknown,
    private readonly options: ChainOptions,
    /**
     * What the books hold since the start, as updates for `to-vulcan`. Those that the process
     * before had not sent died with it, and what it sent may never have come into a block; these
     * bring every order that survived to its right size (clob.md §5.5).
     */
    readonly rebuilt: OffchainMessages,
  ) {
    this.mempool = new Mempool(options.mempool);
    this.validator = validatorOf(genesis);
  }

  /**
   * Restores the newest state: snapshot, then the log behind it; every replayed block must give the
   * logged state hash. Books are built from the state at the end, so that they are the same
   * wherever the replay began.
   */
  static open(options: ChainOptions): Chain {
    const { log, verifier, logger } = options;
    const [fresh, genesisMessage] = Exchange.genesis(options.genesis, { verifier });
    const newest = newestState(options);
    let exchange = newest?.exchange ?? fresh;
    const from = exchange.height + 1;
    for (let height = from; height <= log.height; height++)
      replay(exchange, log.read(height), height);
    if (from <= log.height) exchange = Exchange.restore(exchange.snapshot(), { verifier });
    const rebuilt = exchange.takeRebuilt().filter(isToldOnRestart);
    const { height } = exchange;
    const snapshot = newest?.snapshotHeight ?? 0;
    logger.info({ snapshot, height, orderUpdates: rebuilt.length }, "state restored");
    return new Chain(exchange, genesisMessage, options.genesis, options, rebuilt);
  }

  subscribe(listener: NodeListener): void {
    this.listeners.push(listener);
  }

  get height(): number {
    return this.exchange.height;
  }

  get log(): BlockLog {
    return this.options.log;
  }

  /**
   * Checks an arriving transaction: short-term orders match at once, everything else waits for a
   * block. Rejects with `MempoolError` for what the engine may not even see.
   */
  async submit(bytes: Uint8Array): Promise<SubmitResult> {
    const hash = hashOf(bytes);
    this.mempool.admit(hash, bytes);
    const verified = this.preverify(bytes);
    const result = this.tail
      .then(() => verified)
      .then(() => this.durable())
      .then(() => this.check(hash, bytes));
    // The caller sees the error; the queue goes on.
    this.tail = result.then(
      () => this.mempool.settle(),
      () => this.mempool.settle(),
    );
    return result;
  }

  /** Whatever goes wrong here costs time only: the engine looks at the signatures itself. */
  private async preverify(bytes: Uint8Array): Promise<void> {
    const { verifier, logger } = this.options;
    try {
      await verifier.preverify(this.exchange.signatureJobs(bytes));
    } catch (error) {
      logger.warn({ err: error, hash: hashOf(bytes) }, "signatures were not verified ahead");
    }
  }

  private check(hash: string, bytes: Uint8Array): SubmitResult {
    const shortTerm = Exchange.isShortTerm(bytes);
    const sender = shortTerm ? "" : (senderOf(bytes) ?? "");
    if (!shortTerm) this.mempool.admitSender(hash, sender);
    const check = this.exchange.checkTx(bytes);
    this.reportFault(hash, check);
    if (check.code === 0) {
      if (shortTerm) this.mempool.pass(bytes);
      else this.mempool.add({ hash, bytes, sender });
    }
    this.emitOffchain(check.offchain);
    return { hash, check };
  }

  /**
   * Resolves when the newest committed state is on disk. Whatever shows state to a client waits for
   * it: nobody may see a block that a crash can still undo.
   */
  durable(): Promise<void> {
    return this.writing;
  }

  /** Executes a block, commits it, makes it durable, then tells the listeners. */
  async apply(block: Block): Promise<BlockRecord> {
    const { exchange, options } = this;
    const result = exchange.finalizeBlock(block);
    const { stateHash, offchain } = exchange.commit();
    const previous = this.log.read(block.height - 1);
    const header = headerOf(exchange.header.chainId, block, previous, this.validator);
    const record = recordOf(block, result, stateHash, hashHeader(header));
    this.writing = options.log.append(record);
    // PERF: the disk works while the waiting transactions are checked again.
    for (const tx of block.txs) this.mempool.remove(hashOf(tx));
    this.mempool.clearPassing();
    const rechecked = this.recheck();
    await this.writing;
    for (const listener of this.listeners) listener.onBlock?.(record);
    this.emitOffchain(offchain);
    this.emitOffchain(rechecked);
    if (block.height % options.snapshotEvery === 0) await this.saveSnapshot();
    return record;
  }

  /** Writes the committed state to disk, so that a restart replays from here. */
  async saveSnapshot(): Promise<void> {
    await this.options.snapshots.save(this.height, this.exchange.snapshot());
  }

  /** Applies the waiting transactions to the new check state; what no longer passes leaves. */
  private recheck(): OffchainMessages {
    const messages: OffchainMessages[number][] = [];
    for (const tx of this.mempool.all()) {
      const check = this.exchange.checkTx(tx.bytes, Mode.ReCheckTx);
      this.reportFault(tx.hash, check);
      if (check.code !== 0) this.mempool.remove(tx.hash);
      messages.push(...check.offchain);
    }
    return messages;
  }

  /** A refusal by a broken invariant is the exchange's fault, not the sender's. */
  private reportFault(hash: string, { codespace, code, log }: SubmitResult["check"]): void {
    if (codespace !== PANIC.codespace || code !== PANIC.code) return;
    this.options.logger.error({ hash, log }, "an invariant broke while a transaction was checked");
  }

  private emitOffchain(messages: OffchainMessages): void {
    if (messages.length === 0) return;
    for (const listener of this.listeners) listener.onOffchain?.(messages);
  }
}

/**
 * Indexers never hear of suborders' placements and forget their updates (indexer.md §5.6); one that
 * is told here and then filled would stay with them for ever.
 */
function isToldOnRestart({ key }: OffchainMessages[number]): boolean {
  return key.orderFlags !== TWAP_SUBORDER;
}

/** The newest snapshot that this program can read; one of another version costs a longer replay. */
function newestState({ log, snapshots, verifier, logger }: ChainOptions) {
  let limit = log.height;
  for (;;) {
    const snapshot = snapshots.newest(limit);
    if (snapshot === undefined) return undefined;
    const { height, bytes } = snapshot;
    try {
      return { exchange: Exchange.restore(bytes, { verifier }), snapshotHeight: height };
    } catch (error) {
      logger.warn({ height, err: error }, "snapshot cannot be read, trying an older one");
      limit = height - 1;
    }
  }
}

/** PERF: the native hash, several times as fast as the engine's own. */
function hashOf(tx: Uint8Array): string {
  return createHash("sha256").update(tx).digest("hex").toUpperCase();
}

function replay(exchange: Exchange, record: BlockRecord | undefined, height: number): void {
  if (record === undefined)
    throw new AppError("BLOCK_LOG_GAP", `block ${height} is missing from the log`);
  exchange.finalizeBlock(record);
  const { stateHash } = exchange.commit();
  if (Buffer.compare(Buffer.from(stateHash), Buffer.from(record.stateHash)) !== 0) {
    throw new AppError(
      "STATE_DIVERGED",
      `block ${height} gives another state hash than when it was made`,
    );
  }
}
