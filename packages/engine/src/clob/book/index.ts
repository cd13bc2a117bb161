/**
 * The book: interned order ids (`OrderTable`), remembered cancels (`CancelTable`) and the resting
 * orders of one market in priority
 * order (`FastBook`).
 * Invariants (`FastBook.check`): a level exists while it holds an order, its total is the sum of
 * its orders, the tree finds every level.
 * Callers: the memclob only. It knows nothing of state, risk or messages.
 */
export * from "./cancelTable.js";
export * from "./fastBook.js";
export * from "./heightLists.js";
export * from "./limitBook.js";
export * from "./orderTable.js";
export { NONE } from "./priceTree.js";
