import { type Rejection, reject } from "../state/index.js";

/** Registered texts of codespace `perpetuals` (risk.md §3.12). */
const TEXTS: Readonly<Record<number, string>> = {
  1: "Perpetual does not exist",
  2: "MarketId on perpetual does not exist",
  3: "InitialMarginPpm exceeds maximum value of 1e6",
  4: "MaintenanceFractionPpm exceeds maximum value of 1e6",
  5: "DefaultFundingPpm magnitude exceeds maximum value",
  6: "Ticker must be non-empty string",
  9: "MsgAddPremiumVotes is invalid",
  10: "Premium vote value is not clamped by MaxAbsPremiumVotePpm",
  11: "Funding rate int32 overflow",
  12: "Liquidity Tier does not exist",
  14: "Funding rate clamp factor ppm is zero",
  15: "Premium vote clamp factor ppm is zero",
  16: "Impact notional is zero",
  17: "Perpetual already exists",
  18: "Premium vote for a market that is not active",
  19: "Authority is invalid",
  20: "Liquidity tier already exists",
  22: "MinNumVotesPerSample is zero",
  23: "Market type is invalid",
  24: "Open interest lower cap is larger than upper cap",
  25: "Open interest would become negative",
};

/** A refusal of codespace `perpetuals`. */
export function perpetualsRejection(code: number, detail: string): Rejection {
  const text = TEXTS[code] ?? "";
  return reject("perpetuals", code, detail === "" ? text : `${detail}: ${text}`);
}
