/**
 * Messages that run at a later height (app.md part 6). Invariant: every id in `dueAt` has its
 * message, and each is consumed once.
 * Callers: governance, bridge, vault; the app gives it the means to run a message.
 */
export * from "./delaymsg.js";
export { checkInvariants } from "./invariants.js";
export { delaymsgMessages } from "./messages.js";
export { delaymsgQueries } from "./queryTable.js";
