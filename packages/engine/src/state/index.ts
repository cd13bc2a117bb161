/**
 * The foundation under all modules: journaled stores, the state tree (hash), execution context,
 * events, rejections, genesis readers.
 * Invariants: every change of persistent state goes through a `Store`; records are immutable;
 * nothing here knows any module.
 */
export * from "./codec.js";
export * from "./events.js";
export * from "./genesisJson.js";
export * from "./indexerEvents.js";
export * from "./journal.js";
export * from "./kernel.js";
export * from "./message.js";
export * from "./registry.js";
export * from "./rejection.js";
export * from "./stateTree.js";
export * from "./store.js";
export * from "./time.js";
