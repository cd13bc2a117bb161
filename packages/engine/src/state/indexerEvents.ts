import type { BlockList } from "./store.js";

/** The part of a generated protobuf codec that an event needs. */
export interface EventCodec<M> {
  encode(message: M): { finish(): Uint8Array };
}

export enum BlockEventPhase {
  BeginBlock = 1,
  EndBlock = 2,
}

/** One indexer event before it is encoded (app.md §2.1). */
export interface IndexerEvent {
  readonly subtype: string;
  readonly version: number;
  /** Transaction hash (upper-case hex), or the phase of a block event. */
  readonly origin: string | BlockEventPhase;
  readonly encode: () => Uint8Array;
}

/**
 * The indexer event buffer of the block in execution. It is journaled, so events of a failed
 * transaction vanish.
 * PERF: messages are encoded once, when the block message is built; nothing is recorded while
 * checking.
 */
export class IndexerEvents {
  constructor(
    private readonly events: BlockList<IndexerEvent>,
    private readonly isRecording: () => boolean,
    private readonly txHash: () => string,
  ) {}

  /**
   * Adds an event of the transaction in execution (of the pseudo transaction inside hooks and
   * genesis).
   */
  addTransactionEvent<M>(subtype: string, version: number, codec: EventCodec<M>, message: M): void {
    if (!this.isRecording()) return;
    const encode = () => codec.encode(message).finish();
    this.events.push({ subtype, version, origin: this.txHash(), encode });
  }

  /** Adds an event of the block itself. */
  addBlockEvent<M>(
    subtype: string,
    version: number,
    codec: EventCodec<M>,
    message: M,
    phase: BlockEventPhase,
  ): void {
    if (!this.isRecording()) return;
    const encode = () => codec.encode(message).finish();
    this.events.push({ subtype, version, origin: phase, encode });
  }

  all(): readonly IndexerEvent[] {
    return this.events.all();
  }
}
