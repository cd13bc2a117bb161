/**
 * Transfers between subaccounts, deposits and withdrawals: messages and their events; the rules of
 * money are subaccounts' own. No state. Callers: transactions only.
 */
export { sendingMessages, transferBetweenSubaccounts } from "./messages.js";
