/** The announced software upgrade. Callers: the app, governance. */
export * from "./upgrade.js";
