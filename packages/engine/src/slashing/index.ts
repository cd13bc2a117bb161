/**
 * Parameters of slashing, and unjailing. This chain slashes nothing by itself (fractions 0,
 * genesis.md §12) and the engine does not see who signed; governance slashes through govplus.
 * Callers: the app.
 */
export * from "./slashing.js";
