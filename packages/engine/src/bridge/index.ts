/**
 * Deposits that arrive from Ethereum: acknowledged in id order, paid `delay_blocks` later (app.md
 * part 5).
 * Invariant: each event id is acknowledged exactly once. Callers: the proposer (injected message),
 * delaymsg, governance.
 */
export * from "./bridge.js";
export { bridgeMessages } from "./messages.js";
export { bridgeQueries } from "./queryTable.js";
