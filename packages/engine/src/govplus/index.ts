/** Governance over validators (app.md part 11): slashing. No state of its own. Callers: the app. */
export { govplusMessages } from "./messages.js";
