import type { Block, BlockResult, TxResult } from "@perpetua/engine";

/** An event as stored: attributes are key/value pairs, all indexed. */
export interface StoredEvent {
  readonly type: string;
  readonly attributes: ReadonlyArray<readonly [string, string]>;
}

/**
 * Everything the node keeps of one block: enough to replay it, to answer clients and to send it to
 * the indexer again.
 */
export interface BlockRecord {
  readonly height: number;
  readonly seconds: number;
  readonly nanos: number;
  readonly proposer: Uint8Array;
  readonly txs: readonly Uint8Array[];
  readonly results: readonly TxResult[];
  readonly events: readonly StoredEvent[];
  /** IndexerTendermintBlock for `to-ender`. */
  readonly indexerBlock: Uint8Array;
  /** State hash after the block: the next header's app hash. */
  readonly stateHash: Uint8Array;
  /** Hash of the block's header: its name for clients. */
  readonly hash: Uint8Array;
}

export function recordOf(
  block: Block,
  result: BlockResult,
  stateHash: Uint8Array,
  hash: Uint8Array,
): BlockRecord {
  const { results, events, indexerBlock } = result;
  return { ...block, results, events, indexerBlock, stateHash, hash };
}

interface Encoded {
  h: number;
  s: number;
  n: number;
  p: string;
  t: string[];
  r: [number, string, string, string, string, string, StoredEvent[]][];
  e: readonly StoredEvent[];
  i: string;
  a: string;
  b: string;
}

const base64 = (b: Uint8Array): string =>
  Buffer.from(b.buffer, b.byteOffset, b.length).toString("base64");
const bytes = (t: string): Uint8Array => new Uint8Array(Buffer.from(t, "base64"));

/**
 * JSON: a log that an operator can read with `strings`; its size is dwarfed by signatures anyway.
 */
export function encodeRecord(record: BlockRecord): Buffer {
  const encoded: Encoded = {
    h: record.height,
    s: record.seconds,
    n: record.nanos,
    p: base64(record.proposer),
    t: record.txs.map(base64),
    r: record.results.map((r) => [
      r.code,
      r.codespace,
      r.log,
      base64(r.data),
      String(r.gasWanted),
      String(r.gasUsed),
      [...r.events],
    ]),
    e: record.events,
    i: base64(record.indexerBlock),
    a: base64(record.stateHash),
    b: base64(record.hash),
  };
  return Buffer.from(JSON.stringify(encoded));
}

export function decodeRecord(payload: Uint8Array): BlockRecord {
  const e = JSON.parse(Buffer.from(payload).toString("utf8")) as Encoded;
  return {
    height: e.h,
    seconds: e.s,
    nanos: e.n,
    proposer: bytes(e.p),
    txs: e.t.map(bytes),
    results: e.r.map(([code, codespace, log, data, gasWanted, gasUsed, events]) => ({
      code,
      codespace,
      log,
      data: bytes(data),
      gasWanted: BigInt(gasWanted),
      gasUsed: BigInt(gasUsed),
      events,
    })),
    events: e.e,
    indexerBlock: bytes(e.i),
    stateHash: bytes(e.a),
    hash: bytes(e.b),
  };
}
