import { type Rejection, reject } from "../state/index.js";

/** Registered texts of codespace `feetiers` (risk.md §6.8). */
const TEXTS: Readonly<Record<number, string>> = {
  400: "Must have at least one fee tier",
  401: "First fee tier must not have requirements",
  402: "Fee tiers must have requirements in ascending order",
  403: "Maker and taker fees must not add up to less than zero",
  404: "Authority is invalid",
  405: "Rev share safety violation",
  406: "Invalid time range",
  407: "Market fee discount not found",
  408: "Invalid charge ppm",
};

/** A refusal of codespace `feetiers`. */
export function feetiersRejection(code: number, detail: string): Rejection {
  const text = TEXTS[code] ?? "";
  return reject("feetiers", code, detail === "" ? text : `${detail}: ${text}`);
}
