import {
  type RecordedBlock,
  type RecordedEvent,
  type Recording,
  splitTime,
} from "@perpetua/testkit";
import { type AbciEvent, type Block, type BlockResult, Exchange } from "../../src/index.js";

/** Recorded transactions carry good signatures; the byte-exact replay verifies them. */
const TRUSTING = { verifier: { verify: () => true } };

export interface Hashes {
  readonly byHeight: Map<number, string>;
  readonly snapshots: { height: number; bytes: Uint8Array }[];
}

const fromBase64 = (text: string) => Uint8Array.from(Buffer.from(text, "base64"));

export function blockOf(block: RecordedBlock): Block {
  return {
    height: block.height,
    ...splitTime(block.time),
    proposer: Uint8Array.from(Buffer.from(block.proposer, "hex")),
    txs: block.txs.map(fromBase64),
  };
}

/** An exchange that executes the blocks of a recording from where it stands. */
export class RecordedRun {
  private constructor(
    readonly exchange: Exchange,
    private readonly blocks: readonly RecordedBlock[],
  ) {}

  static fromGenesis(recording: Recording): RecordedRun {
    const [exchange] = Exchange.genesis(recording.genesis(), TRUSTING);
    return new RecordedRun(exchange, recording.blocks());
  }

  static fromSnapshot(recording: Recording, bytes: Uint8Array): RecordedRun {
    const exchange = Exchange.restore(bytes, TRUSTING);
    const rest = recording.blocks().filter((b) => b.height > exchange.height);
    return new RecordedRun(exchange, rest);
  }

  get height(): number {
    return this.exchange.height;
  }

  snapshot(): Uint8Array {
    return this.exchange.snapshot();
  }

  /** State hashes after each block, and snapshots after the heights asked for. */
  hashes(snapshotHeights: readonly number[]): Hashes {
    const byHeight = new Map<number, string>();
    const snapshots: { height: number; bytes: Uint8Array }[] = [];
    for (const block of this.blocks) {
      this.exchange.finalizeBlock(blockOf(block));
      const { stateHash } = this.exchange.commit();
      byHeight.set(block.height, Buffer.from(stateHash).toString("hex"));
      if (!snapshotHeights.includes(block.height)) continue;
      snapshots.push({ height: block.height, bytes: this.exchange.snapshot() });
    }
    return { byHeight, snapshots };
  }

  /** Cosmos events and logs that differ from the recorded ones, described; at most ten. */
  eventDifferences(): string[] {
    const found: string[] = [];
    for (const block of this.blocks) {
      const result = this.exchange.finalizeBlock(blockOf(block));
      this.exchange.commit();
      found.push(...compareBlock(block, result));
      if (found.length >= 10) return found.slice(0, 10);
    }
    return found;
  }
}

function compareBlock(block: RecordedBlock, result: BlockResult): string[] {
  const found = compareEvents(`block ${block.height}`, block.events ?? [], result.events);
  for (const [i, expected] of block.results.entries()) {
    const where = `block ${block.height}, transaction ${i}`;
    const got = result.results[i];
    found.push(...compareEvents(where, expected.events ?? [], got?.events ?? []));
    const isCommitInfo = i === 0 && block.height > 1;
    const log = expected.log ?? "";
    if (!isCommitInfo && got?.log !== log) found.push(`${where}: log ${got?.log}, not ${log}`);
  }
  return found;
}

function compareEvents(
  where: string,
  expected: readonly RecordedEvent[],
  got: readonly AbciEvent[],
): string[] {
  const wanted = expected.map((e) =>
    textOf(
      e.type,
      e.attributes.map((a) => [a.key, a.value]),
    ),
  );
  const have = got.map((e) => textOf(e.type, e.attributes));
  const at = [...Array(Math.max(wanted.length, have.length)).keys()].find(
    (i) => wanted[i] !== have[i],
  );
  return at === undefined ? [] : [`${where}, event ${at}: ${have[at]}, not ${wanted[at]}`];
}

function textOf(type: string, attributes: readonly (readonly [string, string])[]): string {
  return `${type}{${attributes.map(([key, value]) => `${key}=${value}`).join(",")}}`;
}
