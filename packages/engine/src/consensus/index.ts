/** Consensus parameters as governance may change them. Callers: the app. */
export * from "./consensus.js";
