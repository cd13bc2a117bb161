import { type Rejection, reject } from "../state/index.js";

/** Registered texts of codespace `revshare` (risk.md §9.9). */
const TEXTS: Readonly<Record<number, string>> = {
  1: "invalid address",
  2: "invalid revenue share ppm",
  3: "MarketMapperRevShareDetails not found for marketId",
  4: "invalid unconditional rev share config",
  5: "rev share safety violation",
  6: "total fees shared exceeds net fees",
  7: "affiliate fees shared greater than or equal to net fees",
  8: "order router rev share not found",
};

/** A refusal of codespace `revshare`. */
export function revshareRejection(code: number, detail: string): Rejection {
  const text = TEXTS[code] ?? "";
  return reject("revshare", code, detail === "" ? text : `${detail}: ${text}`);
}
