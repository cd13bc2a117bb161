/**
 * Transfers between subaccounts, deposits and withdrawals: messages and their events; the rules of
 * money are subaccounts' own. No state. Callers: transactions, vaults, listing.
 */
export { depositToSubaccount, sendingMessages, transferBetweenSubaccounts } from "./messages.js";
