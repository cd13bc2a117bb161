/**
 * The order book module (clob.md): orders of all kinds, the node's memclob, execution of proposed
 * operations, settlement, liquidation,
 * deleveraging. Invariants (`checkInvariants`): books are never crossed, stateful orders on them
 * are in state, fills never exceed sizes.
 * Callers: app (hooks, CheckTx, proposal), vault (places and cancels its quotes), queries. State is
 * in `k.clob`; `k.memclob` is this
 * node's memory and never part of the state hash.
 */
export { clobCheckTx, placeShortTermOrder } from "./checkTx.js";
export * from "./clobPair.js";
export type { ClobDaemonInputs, LiquidationInputs, OpenPositions } from "./daemonInputs.js";
export { clobRejection } from "./errors.js";
export { fillAmount } from "./fillAmounts.js";
export { initGenesis } from "./genesis.js";
export { beginBlock, endBlock, preBlock, precommit } from "./hooks.js";
export { checkInvariants } from "./invariants.js";
export { liquidationLimits } from "./liquidation/config.js";
export { LiquidationWatch } from "./liquidation/watch.js";
export { createMemClob, MemClob } from "./memclob/memclob.js";
export type { OffChainMessage, OffChainMessage as OffchainMessage } from "./memclob/offchain.js";
export { initBooksFromState } from "./memclob/restart.js";
export {
  bookSnapshot,
  drainStream,
  finalizedStream,
  type StreamPayload,
} from "./memclob/stream.js";
export { clobMessages } from "./messages.js";
export { BUY, type LiquidationOrder, type Order, POST_ONLY, SELL } from "./order.js";
export { OrderFlags, type OrderId, orderKey } from "./orderId.js";
export { premiumPpm } from "./premium.js";
export { prepareCheckState } from "./prepareCheckState.js";
export { drainOffchain, operationsToPropose } from "./proposal.js";
export { clobQueries } from "./queryTable.js";
export { type ClobKernel, type ClobState, createClobState } from "./state.js";
export { cancelStatefulOrder } from "./stateful/cancel.js";
export { placeStatefulOrder } from "./stateful/place.js";
export { findStatefulOrder, statefulPlacement } from "./stateful/store.js";
