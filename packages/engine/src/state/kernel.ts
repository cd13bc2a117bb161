import type { AbciEvent } from "./events.js";
import type { IndexerEvents } from "./indexerEvents.js";
import type { StateRegistry } from "./registry.js";
import type { BlockList } from "./store.js";

/** Execution modes; the numbers appear in stream updates (app.md §1.5). */
export enum Mode {
  CheckTx = 0,
  ReCheckTx = 1,
  Simulate = 2,
  PrepareProposal = 3,
  ProcessProposal = 4,
  ExtendVote = 5,
  VerifyVoteExtension = 6,
  Deliver = 7,
  BeginBlock = 100,
  EndBlock = 101,
  PrepareCheckState = 102,
}

/**
 * What the engine knows of the block it works on: in CheckTx and PrepareCheckState the last
 * committed one.
 */
export interface BlockHeader {
  readonly chainId: string;
  readonly height: number;
  /** Unix time: whole seconds and nanoseconds. */
  readonly seconds: number;
  readonly nanos: number;
  /** Consensus address of the proposer, 20 bytes. */
  readonly proposer: Uint8Array;
}

/**
 * What every module function gets as its first argument, named `k`, intersected with the states it
 * reads:
 * `function settle(k: SubaccountsKernel, …)` where `type SubaccountsKernel = PerpetualsKernel & {
 * subaccounts: SubaccountsState }`.
 */
export interface Kernel {
  readonly registry: StateRegistry;
  mode: Mode;
  header: BlockHeader;
  /**
   * SHA-256 of the transaction in execution as upper-case hex; of the empty string outside any
   * (app.md §2.1).
   */
  txHash: string;
  /** Cosmos events of the transaction or hook in execution. */
  readonly abciEvents: BlockList<AbciEvent>;
  /** Indexer events of the block. */
  readonly indexer: IndexerEvents;
}

/** Whether the engine executes a block (not checking, proposing or re-matching). */
export function isDelivering(k: Kernel): boolean {
  return k.mode === Mode.Deliver || k.mode === Mode.BeginBlock || k.mode === Mode.EndBlock;
}
