/**
 * IBC transfers as far as a network without relayers knows them: checked, then refused because no
 * channel exists. Limits of a connected network are in ratelimit. Callers: the app.
 */
export { transferMessages } from "./transfer.js";
