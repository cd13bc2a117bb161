/**
 * The exchange as a pure, deterministic state machine; everything outside goes through `Exchange`.
 */
export {
  type Block,
  type BlockResult,
  type CheckResult,
  type CommitResult,
  Exchange,
  type ExchangeOptions,
} from "./app/exchange.js";
export type { DaemonInputs, EngineKernel } from "./app/kernel.js";
export type { ProposalInputs } from "./app/proposal.js";
export { PANIC } from "./app/recovered.js";
export type { TxResult } from "./app/results.js";
export { aggregatePriceVotes, type PriceVote, requiredVotePower } from "./prices/index.js";
export type { QueryResult } from "./query/index.js";
export { type AbciEvent, type BlockHeader, Mode } from "./state/index.js";
