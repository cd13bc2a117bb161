/** The fee of a message that this chain never accepts. Callers: the app, governance. */
export * from "./crisis.js";
