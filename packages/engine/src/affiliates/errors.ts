import { type Rejection, reject } from "../state/index.js";

/** Registered texts of codespace `affiliates` (risk.md §8.6). */
const TEXTS: Readonly<Record<number, string>> = {
  1: "Affiliate already exists for referee",
  3: "Invalid affiliate tier data",
  5: "Invalid address",
  7: "Affiliate taker fee share exceeds the maximum",
  8: "Duplicate affiliate address in whitelist",
  9: "Affiliate tiers are not set",
  10: "Self referral not allowed",
};

/** A refusal of codespace `affiliates`. */
export function affiliatesRejection(code: number, detail: string): Rejection {
  const text = TEXTS[code] ?? "";
  return reject("affiliates", code, detail === "" ? text : `${detail}: ${text}`);
}
