import { txHash } from "@perpetua/protocol";
import type { Chain } from "../../chain/chain.js";
import type { BlockRecord } from "../../chain/record.js";

export interface TxLocation {
  readonly height: number;
  readonly index: number;
}

/** How many of the newest blocks are indexed when the node starts; older transactions are found again as they are asked for by height. */
const START_WINDOW = 2_000;
const MAX_ENTRIES = 1_000_000;

/** Where transactions lie, by upper-case hash: a memory index over the block log. */
export class TxIndex {
  private readonly byHash = new Map<string, TxLocation>();

  constructor(private readonly chain: Chain) {
    const { log } = chain;
    for (let height = Math.max(1, log.height - START_WINDOW + 1); height <= log.height; height++) {
      const record = log.read(height);
      if (record !== undefined) this.add(record);
    }
    chain.subscribe({ onBlock: (record) => this.add(record) });
  }

  find(hash: string): TxLocation | undefined {
    return this.byHash.get(hash);
  }

  /** All indexed transactions with their blocks, oldest first. */
  *entries(
    fromHeight: number,
    toHeight: number,
  ): Generator<{ record: BlockRecord; index: number }> {
    for (
      let height = Math.max(1, fromHeight);
      height <= Math.min(toHeight, this.chain.log.height);
      height++
    ) {
      const record = this.chain.log.read(height);
      if (record === undefined) continue;
      for (let index = 0; index < record.txs.length; index++) yield { record, index };
    }
  }

  private add(record: BlockRecord): void {
    for (const [index, tx] of record.txs.entries()) {
      const hash = txHash(tx);
      this.byHash.delete(hash);
      this.byHash.set(hash, { height: record.height, index });
    }
    while (this.byHash.size > MAX_ENTRIES) {
      for (const oldest of this.byHash.keys()) {
        this.byHash.delete(oldest);
        break;
      }
    }
  }
}
