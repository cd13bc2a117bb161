/**
 * Ender: the only writer of block data. Consumes `to-ender` and turns each block into one
 * transaction
 * of rows, candles and outbox, then publishes the outbox to `to-websockets-*` and `to-vulcan`
 * (indexer.md §4). Invariants: a height is applied once, in order, by one leader; a gap is filled
 * from the node and never skipped; whatever was committed is published, in order; no amount passes
 * through a float. Handlers (`handlers`, one event per file) change rows in memory only
 * (`model/blockState`); `applyBlock` reads before them and `writeBlock` writes after them.
 */
export { createEnder, type Ender, type EnderDependencies } from "./createEnder.js";
