import { txHash } from "@perpetua/protocol";
import type { Chain } from "../chain/chain.js";
import type { BlockRecord } from "../chain/record.js";

export interface TxLocation {
  readonly height: number;
  readonly index: number;
}

export interface LocatedTx {
  readonly record: BlockRecord;
  readonly index: number;
}

const MAX_ENTRIES = 1_000_000;
/** Blocks read per turn while older ones are indexed behind a running node. */
const SLICE_BLOCKS = 25;

/**
 * Where transactions and blocks lie, by hash: a memory index over the block log, shared by all
 * servers. After a start it fills from the newest block backwards between other work.
 */
export class TxIndex {
  private readonly byHash = new Map<string, TxLocation>();
  private readonly blocks = new Map<string, number>();
  private stopped = false;
  /** Resolves when all of the log that fits is indexed. */
  readonly ready: Promise<void>;

  constructor(private readonly chain: Chain) {
    chain.subscribe({ onBlock: (record) => this.add(record) });
    this.ready = this.fill(chain.log.height);
  }

  find(hash: string): TxLocation | undefined {
    return this.byHash.get(hash.toUpperCase());
  }

  /** A transaction with its block. */
  read(hash: string): LocatedTx | undefined {
    const at = this.find(hash);
    const record = at === undefined ? undefined : this.chain.log.read(at.height);
    return at === undefined || record === undefined ? undefined : { record, index: at.index };
  }

  blockHeight(hash: Uint8Array): number | undefined {
    return this.blocks.get(keyOf(hash));
  }

  stop(): void {
    this.stopped = true;
  }

  private async fill(from: number): Promise<void> {
    const { log } = this.chain;
    for (let height = from; height >= Math.max(1, log.base); height--) {
      if (this.stopped || this.byHash.size >= MAX_ENTRIES) return;
      const record = log.read(height);
      if (record !== undefined) this.addOld(record);
      if ((from - height) % SLICE_BLOCKS === 0) await new Promise((done) => setImmediate(done));
    }
  }

  /** Bytes that recur (injected ones) are known at their latest place. */
  private addOld(record: BlockRecord): void {
    this.blocks.set(keyOf(record.hash), record.height);
    for (const [index, tx] of record.txs.entries()) {
      const hash = txHash(tx);
      const known = this.byHash.get(hash);
      if (known === undefined) this.byHash.set(hash, { height: record.height, index });
    }
  }

  private add(record: BlockRecord): void {
    this.blocks.set(keyOf(record.hash), record.height);
    for (const [index, tx] of record.txs.entries()) {
      const hash = txHash(tx);
      this.byHash.delete(hash);
      this.byHash.set(hash, { height: record.height, index });
    }
    trim(this.byHash);
    trim(this.blocks);
  }
}

function trim(map: Map<string, unknown>): void {
  for (const oldest of map.keys()) {
    if (map.size <= MAX_ENTRIES) return;
    map.delete(oldest);
  }
}

const keyOf = (hash: Uint8Array): string => Buffer.from(hash).toString("base64");
