/**
 * Who decides which block comes next: a lone sequencer or CometBFT. The exchange behaves the same
 * under both (design.md §4).
 */
export interface ConsensusDriver {
  readonly name: "solo" | "comet";
  /** Starts making or receiving blocks. */
  start(): void;
  /** Ends after the block in progress. */
  stop(): Promise<void>;
  /** Why no block has come for too long; undefined while all is well. */
  stalled(): string | undefined;
}
