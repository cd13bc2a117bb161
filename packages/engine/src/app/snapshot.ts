import { assert } from "../math/index.js";
import { type BlockHeader, type StateRegistry, stringCodec, utf8 } from "../state/index.js";

/** Raised with every change of the stored layout. */
const SNAPSHOT_VERSION = 2;

/** Growing byte buffer with length-prefixed fields. */
class Writer {
  private buffer = new Uint8Array(1 << 16);
  private length = 0;

  field(bytes: Uint8Array): void {
    this.reserve(4 + bytes.length);
    this.writeLength(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** PERF: keys are ASCII as a rule and need no encoder then. */
  text(text: string): void {
    const { length } = text;
    this.reserve(4 + length);
    const at = this.length + 4;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) {
        this.field(utf8(text));
        return;
      }
      this.buffer[at + i] = code;
    }
    this.writeLength(length);
    this.length += length;
  }

  private writeLength(length: number): void {
    const { buffer } = this;
    buffer[this.length++] = length >>> 24;
    buffer[this.length++] = length >>> 16;
    buffer[this.length++] = length >>> 8;
    buffer[this.length++] = length;
  }

  finish(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  private reserve(extra: number): void {
    let size = this.buffer.length;
    while (size < this.length + extra) size *= 2;
    if (size === this.buffer.length) return;
    const grown = new Uint8Array(size);
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }
}

interface SnapshotHeader {
  readonly version: number;
  readonly chainId: string;
  readonly height: number;
  readonly seconds: number;
  readonly nanos: number;
  readonly proposer: readonly number[];
}

/**
 * The state as bytes: a JSON header, then store, key and value of every record in order. Equal
 * states give equal bytes.
 */
export function encodeSnapshot(header: BlockHeader, registry: StateRegistry): Uint8Array {
  const out = new Writer();
  const { chainId, height, seconds, nanos } = header;
  const proposer = [...header.proposer];
  const head: SnapshotHeader = {
    version: SNAPSHOT_VERSION,
    chainId,
    height,
    seconds,
    nanos,
    proposer,
  };
  out.field(utf8(JSON.stringify(head)));
  for (const record of registry.records()) {
    out.text(record.store);
    out.text(record.key);
    out.field(record.value);
  }
  return out.finish();
}

/** Decodes texts of which most repeat the one before: names of stores. */
class LastText {
  private bytes = new Uint8Array();
  private text = "";

  decode(bytes: Uint8Array): string {
    if (!isSame(bytes, this.bytes)) {
      this.bytes = bytes.slice();
      this.text = stringCodec.decode(bytes);
    }
    return this.text;
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Fills an empty registry from a snapshot; returns the header of its last block. */
export function decodeSnapshot(bytes: Uint8Array, registry: StateRegistry): BlockHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const field = (): Uint8Array => {
    assert(at + 4 <= bytes.length, "snapshot is truncated");
    const length = view.getUint32(at);
    assert(at + 4 + length <= bytes.length, "snapshot is truncated");
    at += 4 + length;
    return bytes.subarray(at - length, at);
  };
  const stores = new LastText();
  const head = JSON.parse(stringCodec.decode(field())) as SnapshotHeader;
  assert(head.version === SNAPSHOT_VERSION, `snapshot version ${head.version} is not supported`);
  while (at < bytes.length) {
    const store = stores.decode(field());
    const key = stringCodec.decode(field());
    registry.restore(store, key, field().slice());
  }
  return { ...head, proposer: Uint8Array.from(head.proposer) };
}
