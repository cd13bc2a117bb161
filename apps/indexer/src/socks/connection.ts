import { frameHead, headerLength, writeHeader } from "./frames.js";
import type { Transport } from "./transport.js";

/** Reasons of api.md §3.7. */
export const CloseCode = {
  rateLimited: 1008,
  heartbeatTimeout: 1011,
  restarting: 1012,
  /** A write failed, or the client does not read fast enough. */
  writeFailed: 4000,
} as const;

/** A connection writes early when this much waits, whatever the cork says. */
const EARLY_FLUSH_BYTES = 256 * 1024;

/** Told when a connection has something to write, so that all are flushed together. */
export type MarkDirty = (connection: Connection) => void;

/**
 * One client. Counts message ids, collects frames and writes them in one piece; the frames of an
 * update share their tail with all other clients.
 */
export class Connection {
  readonly #dataHead: Buffer;
  readonly #batchHead: Buffer;
  /** Parallel arrays: front (undefined = the body is the whole frame), id and body of a frame. */
  #heads: (Buffer | undefined)[] = [];
  #ids: string[] = [];
  #bodies: Buffer[] = [];
  #bytes = 0;
  #messageId = 0;
  #closed = false;

  constructor(
    readonly id: string,
    readonly transport: Transport,
    private readonly markDirty: MarkDirty,
    private readonly maxBufferedBytes: number,
    /** Called once when the client is dropped because it does not read. */
    private readonly onSlow: () => void,
  ) {
    this.#dataHead = frameHead("channel_data", id);
    this.#batchHead = frameHead("channel_batch_data", id);
  }

  get messageId(): number {
    return this.#messageId;
  }

  /** Takes the next message id. */
  nextMessageId(): number {
    this.#messageId += 1;
    return this.#messageId;
  }

  /** Queues a frame that only this client gets. */
  sendText(frame: string): void {
    this.#push(undefined, "", Buffer.from(frame));
  }

  /** Queues a data frame; `tail` is shared with all subscribers of the update. */
  sendData(tail: Buffer): void {
    this.#push(this.#dataHead, String(this.nextMessageId()), tail);
  }

  sendBatch(tail: Buffer): void {
    this.#push(this.#batchHead, String(this.nextMessageId()), tail);
  }

  /** Writes what is queued in one piece. */
  flush(): void {
    const count = this.#bodies.length;
    if (count === 0) return;
    const { transport } = this;
    if (!this.#closed && transport.isOpen) {
      if (transport.bufferedBytes > this.maxBufferedBytes) this.#dropSlow();
      else transport.write(this.#joined(count));
    }
    this.#heads = [];
    this.#ids = [];
    this.#bodies = [];
    this.#bytes = 0;
  }

  /** Writes what is queued, then closes with a code. */
  close(code: number, reason: string): void {
    if (this.#closed) return;
    this.flush();
    this.#closed = true;
    this.transport.close(code, reason);
  }

  #push(head: Buffer | undefined, id: string, body: Buffer): void {
    if (this.#closed) return;
    const payload = (head?.length ?? 0) + id.length + body.length;
    this.#heads.push(head);
    this.#ids.push(id);
    this.#bodies.push(body);
    this.#bytes += headerLength(payload) + payload;
    if (this.#bodies.length === 1) this.markDirty(this);
    if (this.#bytes > EARLY_FLUSH_BYTES) this.flush();
  }

  /** PERF: one allocation and one write for all frames of the flush. */
  #joined(count: number): Buffer {
    const frames = Buffer.allocUnsafe(this.#bytes);
    let offset = 0;
    for (let i = 0; i < count; i += 1) {
      const head = this.#heads[i];
      const id = this.#ids[i] as string;
      const body = this.#bodies[i] as Buffer;
      offset = writeHeader(frames, offset, (head?.length ?? 0) + id.length + body.length);
      if (head) {
        frames.set(head, offset);
        offset += head.length;
        offset += frames.write(id, offset, "latin1");
      }
      frames.set(body, offset);
      offset += body.length;
    }
    return frames;
  }

  #dropSlow(): void {
    this.#closed = true;
    this.onSlow();
    this.transport.close(CloseCode.writeFailed, "client does not read fast enough");
  }
}
