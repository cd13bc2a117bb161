import { type Rejection, reject } from "../state/index.js";

const TEXTS: Readonly<Record<number, string>> = {
  2: "ClobPair not found",
  4: "QuoteQuantums must be positive and less than 2^64",
  5: "Vault equity must be positive",
  8: "OrderSizePctPpm must be strictly greater than 0",
  9: "OrderExpirationSeconds must be strictly greater than 0",
  10: "SpreadMinPpm must be strictly greater than 0",
  11: "Layers must be less than or equal to MaxUint8",
  12: "Cannot mint zero shares",
  13: "ActivationThresholdQuoteQuantums must be non-negative",
  14: "Order size is invalid",
  17: "Market price is zero",
  19: "VaultStatus is unspecified",
  20: "VaultParams not found",
  22: "Owner not found",
  23: "Locked shares exceeds owner shares",
  24: "Empty operator address",
  25: "Invalid shares to withdraw",
  26: "Authority must be a module authority or operator",
  27: "Insufficient withdrawable shares",
  28: "Insufficient redeemed quote quantums",
  29: "Cannot deactivate vaults with positive equity",
  30: "Shares must be positive",
  31: "SkewFactor times OrderSizePctPpm must be less than 2e12",
};

/** A refusal of the `vault` codespace (app.md §13.11). */
export function vaultRejection(code: number, detail = ""): Rejection {
  const text = TEXTS[code] ?? "";
  return reject("vault", code, detail === "" ? text : `${detail}: ${text}`);
}
